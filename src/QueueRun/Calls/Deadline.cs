using System.Diagnostics;
using QueueRun.Connections;

namespace QueueRun.Calls;

/// <summary>
/// Watches one piece of work at a time, and reports if it takes too long. Its timer is armed at most once per interval, however often work
/// starts and ends: starting and stopping cost two writes.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="gate">Held by the callers of <see cref="Start"/>, <see cref="Stop"/> and <see cref="End"/>: they change other state under
/// the same lock.</param>
internal sealed class Deadline(TimeProvider time, Lock gate)
{
    private ITimer? _timer;
    private Action? _due;
    private long _dueAt;
    private long _armedFor = long.MaxValue;
    private bool _ended;

    /// <summary>Held by the callers of <see cref="Start"/>, <see cref="Stop"/> and <see cref="End"/>.</summary>
    public Lock Gate => gate;

    /// <summary>
    /// Starts or restarts the time of one piece of work; <paramref name="due"/> is called once, unless <see cref="Stop"/> is called before.
    /// </summary>
    /// <returns>
    /// The timestamp of the deadline. A call of <paramref name="due"/> may overlap a stop and a new start: check it by <see
    /// cref="IsOver"/>.
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

    /// <summary>Whether this deadline has passed.</summary>
    public bool IsOver(long dueAt) => time.GetTimestamp() >= dueAt;

    public void Stop()
    {
        Debug.Assert(gate.IsHeldByCurrentThread);
        _due = null;
    }

    /// <summary>Disposes the timer: no deadline is reported any more.</summary>
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
