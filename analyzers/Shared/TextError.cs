namespace QueueRun.Analysis;

/// <summary>What is wrong with a text of an attribute, from which character (counted from 0), and the cure.</summary>
internal sealed record TextError(int Column, int Length, string Message);
