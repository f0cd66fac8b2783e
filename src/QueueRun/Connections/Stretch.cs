using System.Diagnostics;

namespace QueueRun.Connections;

/// <summary>
/// How long one connection has had a thread at a stretch: one that always has something to do has to let the others have a turn, or
/// a few of its kind would keep all threads for themselves.
/// </summary>
internal struct Stretch()
{
    private static readonly long Limit = Stopwatch.Frequency / 20_000; // 50 µs: many messages, and a wait that nobody notices

    private long _start = Stopwatch.GetTimestamp();

    /// <summary>Whether it is somebody else's turn; then the next stretch begins.</summary>
    public bool IsOver
    {
        get
        {
            var now = Stopwatch.GetTimestamp();
            if (now - _start < Limit) return false;

            _start = now;
            return true;
        }
    }
}
