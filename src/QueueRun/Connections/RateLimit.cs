namespace QueueRun.Connections;

/// <summary>Counts the messages of one connection, second by second.</summary>
internal sealed class RateLimit(TimeProvider time, int perSecond)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private long _windowStart = time.GetTimestamp();
    private int _count;

    /// <summary>Counts a message; how long reading has to pause, or null.</summary>
    public TimeSpan? Pause()
    {
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_windowStart, now);
        if (elapsed >= Window) (_windowStart, _count, elapsed) = (now, 0, TimeSpan.Zero);

        return ++_count >= perSecond ? Window - elapsed : null;
    }
}
