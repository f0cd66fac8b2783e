namespace QueueRun.Connections;

internal static class DetachedTimer
{
    /// <summary>
    /// Rounds up to whole milliseconds, at least one: a timer that counts in milliseconds would otherwise spin through the last one. It
    /// rounds no further, because a test's clock must stay exact.
    /// </summary>
    public static TimeSpan RoundUp(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(time.TotalMilliseconds)));

    /// <summary>Creates a timer, not yet armed, that does not capture the execution context of its creator.</summary>
    public static ITimer CreateDetachedTimer(this TimeProvider time, TimerCallback callback, object state)
    {
        if (ExecutionContext.IsFlowSuppressed()) return Create();
        using (ExecutionContext.SuppressFlow()) return Create();

        ITimer Create() => time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
