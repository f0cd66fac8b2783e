namespace QueueRun.Connections;

/// <summary>
/// How long one connection has used a thread without a break. A connection that always has work must yield to others, or a few such
/// connections would occupy all threads.
/// </summary>
internal struct YieldBudget(TimeProvider time)
{
    // Long enough for many messages, and too short a wait for anybody to notice.
    private static readonly TimeSpan Limit = TimeSpan.FromMicroseconds(50);

    // Reading the clock costs a good part of a small message's time: it is not read for each message.
    private const int Step = 4;

    private long _start; // 0: set when the clock is read next
    private int _steps;

    /// <summary>Whether the connection must yield now; then a new budget begins.</summary>
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

    /// <summary>The connection waits for its peer, so others run: a new budget begins after the wait.</summary>
    public void Waits() => _start = 0;
}
