namespace QueueRun.Redis.Chaos.Trouble;

/// <summary>A process from its start to its end.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Journal">Its journal.</param>
internal sealed record NodeLife(string Id, string Journal)
{
    public TimeSpan Start { get; init; }

    /// <summary>When it was killed; <see cref="TimeSpan.MaxValue"/> if it lives.</summary>
    public TimeSpan End { get; set; } = TimeSpan.MaxValue;
}
