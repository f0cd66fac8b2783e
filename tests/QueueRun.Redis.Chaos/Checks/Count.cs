namespace QueueRun.Redis.Chaos.Checks;

/// <summary>A counter of a process has risen.</summary>
internal sealed record Count(string Process, string Counter, long By, TimeSpan At);
