using System.Diagnostics;

namespace QueueRun.Connections;

/// <summary>
/// Watches one thing at a time and says when its time is over. The timer behind it is armed at most once an interval, however
/// many things start and end meanwhile: starting and stopping cost two writes.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="gate">Held by whoever starts, stops or ends: what they start and end along with it needs the same lock.</param>
internal sealed class Deadline(TimeProvider time, Lock gate)
{
    private ITimer? _timer;
    private Action? _due;
    private long _dueAt;
    private long _armedFor = long.MaxValue;
    private bool _ended;

    /// <summary>Held by whoever starts, stops or ends.</summary>
    public Lock Gate => gate;

    /// <summary>
    /// Starts (or restarts) the time of one thing; <paramref name="due"/> is called once, unless <see cref="Stop"/> comes first.
    /// </summary>
    /// <returns>
    /// The timestamp of the deadline. A call of <paramref name="due"/> may cross a stop and a new start: <see cref="IsOver"/> tells.
    /// </returns>
    public long Start(TimeSpan timeout, Action due)
    {
        Debug.Assert(gate.IsHeldByCurrentThread);
        if (_ended) return long.MaxValue;

        _due = due;
        _dueAt = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
        if (_dueAt < _armedFor) Arm(timeout);
        return _dueAt;
    }

    /// <summary>Whether that deadline has passed.</summary>
    public bool IsOver(long dueAt) => time.GetTimestamp() >= dueAt;

    public void Stop()
    {
        Debug.Assert(gate.IsHeldByCurrentThread);
        _due = null;
    }

    /// <summary>No more deadlines.</summary>
    public void End()
    {
        Debug.Assert(gate.IsHeldByCurrentThread);
        _ended = true;
        _due = null;
        _timer?.Dispose();
    }

    private void Arm(TimeSpan timeout)
    {
        _armedFor = _dueAt;
        _timer ??= time.CreateDetachedTimer(static state => ((Deadline)state!).Tick(), this);
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    private void Tick()
    {
        Action? due;
        lock (gate)
        {
            _armedFor = long.MaxValue;
            due = _due;
            if (due is null || _ended) return;

            if (!IsOver(_dueAt))
            {
                Arm(DetachedTimer.RoundUp(time.GetElapsedTime(time.GetTimestamp(), _dueAt)));
                return;
            }

            _due = null;
        }

        due();
    }
}
