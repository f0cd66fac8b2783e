using System.Diagnostics;
using QueueRun.Connections;

namespace QueueRun.Calls;

/// <summary>
/// Watches one piece of work at a time, and reports if it takes too long. Its timer is armed at most once per interval, however often work
/// starts and ends: starting and stopping cost two writes.
/// </summary>
internal sealed class Deadline
{
    private readonly TimeProvider _time;
    private readonly Lock _own;     // as long as nobody has it
    private Lock _gate;
    private ITimer? _timer;
    private Action? _due;
    private long _dueAt;
    private long _armedFor = long.MaxValue;
    private bool _ended;

    /// <param name="time">The clock.</param>
    /// <param name="gate">Held by the callers of <see cref="Start"/>, <see cref="Stop"/> and <see cref="End"/>: they change other state
    /// under the same lock. Null as long as nobody has it: see <see cref="MoveTo"/>.</param>
    public Deadline(TimeProvider time, Lock? gate)
    {
        _time = time;
        _gate = _own = gate ?? new();
    }

    /// <summary>
    /// Held by the callers of <see cref="Start"/>, <see cref="Stop"/> and <see cref="End"/>. Where no work runs, it may be another one as
    /// soon as it is held: see <see cref="Enter"/>.
    /// </summary>
    public Lock Gate => Volatile.Read(ref _gate);

    /// <summary>Whether no deadline is reported any more.</summary>
    public bool IsEnded => _ended;

    /// <summary>Its owner is another one from now on, with a lock of its own; null: nobody. No work may run.</summary>
    public void MoveTo(Lock? gate)
    {
        var old = Enter();
        Debug.Assert(_due is null);
        Volatile.Write(ref _gate, gate ?? _own);
        old.Exit();
    }

    /// <summary>Takes the lock, whose owner may change meanwhile; the caller must leave what it returns.</summary>
    public Lock Enter()
    {
        while (true)
        {
            var gate = Gate;
            gate.Enter();
            if (gate == _gate) return gate;
            gate.Exit();
        }
    }

    /// <summary>
    /// Starts or restarts the time of one piece of work; <paramref name="due"/> is called once, unless <see cref="Stop"/> is called before.
    /// </summary>
    /// <returns>
    /// The timestamp of the deadline. A call of <paramref name="due"/> may overlap a stop and a new start: check it by <see
    /// cref="IsOver"/>.
    /// </returns>
    public long Start(TimeSpan timeout, Action due)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_ended) return long.MaxValue;

        _due = due;
        _dueAt = _time.GetTimestamp() + (long)(timeout.TotalSeconds * _time.TimestampFrequency);
        if (_dueAt < _armedFor) Arm(timeout);
        return _dueAt;
    }

    /// <summary>Whether this deadline has passed.</summary>
    public bool IsOver(long dueAt) => _time.GetTimestamp() >= dueAt;

    public void Stop()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _due = null;
    }

    /// <summary>Disposes the timer: no deadline is reported any more.</summary>
    public void End()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _ended = true;
        _due = null;
        _timer?.Dispose();
    }

    private void Arm(TimeSpan timeout)
    {
        _armedFor = _dueAt;
        _timer ??= _time.CreateDetachedTimer(static state => ((Deadline)state!).Tick(), this);
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    private void Tick()
    {
        Action? due;
        var gate = Enter();
        try
        {
            _armedFor = long.MaxValue;
            due = _due;
            if (due is null || _ended) return;

            if (!IsOver(_dueAt))
            {
                Arm(DetachedTimer.RoundUp(_time.GetElapsedTime(_time.GetTimestamp(), _dueAt)));
                return;
            }

            _due = null;
        }
        finally
        {
            gate.Exit();
        }

        due();
    }
}
