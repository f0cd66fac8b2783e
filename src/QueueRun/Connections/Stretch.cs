namespace QueueRun.Connections;

/// <summary>
/// How long one connection has had a thread at a stretch: one that always has something to do has to let the others have a turn, or
/// a few of its kind would keep all threads for themselves.
/// </summary>
internal struct Stretch(TimeProvider time)
{
    // Many messages, and a wait that nobody notices.
    private static readonly TimeSpan Limit = TimeSpan.FromMicroseconds(50);

    // A clock costs as much as a good part of a small message: not every one of them looks at it.
    private const int Step = 4;

    private long _start; // 0: as of the next look at the clock
    private int _steps;

    /// <summary>Whether it is somebody else's turn; then the next stretch begins.</summary>
    public bool IsOver
    {
        get
        {
            if (++_steps % Step != 0) return false;

            var now = time.GetTimestamp();
            if (_start == 0) _start = now;
            if (time.GetElapsedTime(_start, now) < Limit) return false;

            _start = now;
            return true;
        }
    }

    /// <summary>The connection waits for its peer: others have their turn, and a stretch begins when it is over.</summary>
    public void Waits() => _start = 0;
}
