namespace QueueRun.Connections;

internal static class DetachedTimer
{
    /// <summary>
    /// Whole milliseconds, at least one: a timer that counts in them would otherwise spin through the last one. No more than needed,
    /// because on a test's clock a second is a second.
    /// </summary>
    public static TimeSpan RoundUp(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(time.TotalMilliseconds)));

    /// <summary>A timer, not yet armed, that does not hold the execution context of whoever happens to create it.</summary>
    public static ITimer CreateDetachedTimer(this TimeProvider time, TimerCallback callback, object state)
    {
        if (ExecutionContext.IsFlowSuppressed()) return Create();
        using (ExecutionContext.SuppressFlow()) return Create();

        ITimer Create() => time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
