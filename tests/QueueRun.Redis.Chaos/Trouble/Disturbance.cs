namespace QueueRun.Redis.Chaos.Trouble;

/// <summary>A disturbance.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Process">The process that it hit; null if it hit all.</param>
/// <param name="Start">When it began.</param>
internal sealed record Disturbance(TroubleKind Kind, string? Process, TimeSpan Start)
{
    /// <summary>When it was over; <see cref="TimeSpan.MaxValue"/> if it is not.</summary>
    public TimeSpan End { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether it hit a process.</summary>
    public bool Hit(string process) => Process is null || Process == process;

    public override string ToString() => $"{Kind} {Process ?? "Redis"}, {Start.TotalSeconds:0.000} to {(End == TimeSpan.MaxValue ? "…" : $"{End.TotalSeconds:0.000}")}";
}
