using QueueRun.Routing;
using QueueRun.Testing.Wire;

namespace QueueRun.Testing;

/// <summary>
/// One call of a method of the program, for as long as it runs. The timers that it sets are its own, wherever in its code it sets them:
/// while one of them is armed, the method waits for the clock.
/// </summary>
internal sealed class Flow(MemoryConnection? carrier, HandlerCall? call, string? userId, string? jobId = null)
{
    private int _armed;

    /// <summary>The connection whose message the method handles; null in a hook and in a job.</summary>
    public MemoryConnection? Carrier => carrier;

    /// <summary>The job that the method does; null elsewhere.</summary>
    public string? JobId => jobId;

    /// <summary>The user whose hook it is; null elsewhere.</summary>
    public string? UserId => userId;

    /// <summary>Whether the next message no longer waits for this method.</summary>
    public bool IsLate => call?.Timer.IsTimedOut ?? false;

    public bool WaitsForClock => Volatile.Read(ref _armed) > 0;

    public void Arm() => Interlocked.Increment(ref _armed);

    public void Disarm() => Interlocked.Decrement(ref _armed);
}
