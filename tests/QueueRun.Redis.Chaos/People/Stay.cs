namespace QueueRun.Redis.Chaos.People;

/// <summary>A time in which a connection was surely in a room.</summary>
/// <param name="Room">The room.</param>
/// <param name="From">When the join had completed.</param>
internal sealed record Stay(string Room, TimeSpan From)
{
    /// <summary>When it began to leave, or something happened by which it may have left; <see cref="TimeSpan.MaxValue"/> if nothing has.</summary>
    public TimeSpan To { get; set; } = TimeSpan.MaxValue;
}
