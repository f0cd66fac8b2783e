namespace QueueRun.Analysis;

/// <summary>An error in a text of an attribute: its column and length (counted from 0), and the cure.</summary>
internal sealed record TextError(int Column, int Length, string Message);
