using System.Diagnostics;

namespace QueueRun.Redis.Cluster;

/// <summary>The trace of the next message to this process, which another process has sent.</summary>
internal sealed class SentTrace
{
    private long _number;
    private ActivityContext _context;

    /// <summary>The trace of the message with a number has come.</summary>
    public void Announce(long number, string traceParent, string traceState)
        => (_number, _) = (number, ActivityContext.TryParse(traceParent, traceState is "" ? null : traceState, isRemote: true, out _context));

    /// <summary>
    /// The trace of the message with a number; default if it has none. The message that was announced may have been lost.
    /// </summary>
    public ActivityContext Of(long number) => number == _number ? _context : default;
}
