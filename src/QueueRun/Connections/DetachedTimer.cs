namespace QueueRun.Connections;

internal static class DetachedTimer
{
    /// <summary>A timer, not yet armed, that does not hold the execution context of whoever happens to create it.</summary>
    public static ITimer CreateDetachedTimer(this TimeProvider time, TimerCallback callback, object state)
    {
        if (ExecutionContext.IsFlowSuppressed()) return Create();
        using (ExecutionContext.SuppressFlow()) return Create();

        ITimer Create() => time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
