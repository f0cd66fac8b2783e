namespace QueueRun.Connections;

/// <summary>Counts one connection's frames or messages, second by second.</summary>
internal sealed class RateLimit(TimeProvider time, int perSecond)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private long _windowStart = time.GetTimestamp();
    private int _count;

    /// <summary>How many seconds in a row had a pause.</summary>
    public int PausesInARow { get; private set; }

    /// <summary>Counts one; returns how long reading must pause, or null.</summary>
    public TimeSpan? Pause()
    {
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_windowStart, now);
        if (elapsed >= Window)
        {
            if (_count < perSecond || elapsed >= 2 * Window) PausesInARow = 0;
            (_windowStart, _count, elapsed) = (now, 0, TimeSpan.Zero);
        }

        if (++_count < perSecond) return null;
        if (_count == perSecond) PausesInARow++;
        return DetachedTimer.RoundUp(Window - elapsed); // a timer that counts in whole milliseconds would fire too early
    }
}
