using System.Diagnostics;
using System.Threading.Tasks.Sources;
using QueueRun.Connections;

namespace QueueRun.Routing;

/// <summary>
/// The time of one call: it ends in time, or the deadline comes first; exactly one of the two happens. Reused from call to call.
/// </summary>
internal sealed class CallTimer : IValueTaskSource<bool>
{
    private enum State
    {
        Idle,
        Running,
        Ended,
        TimedOut,
    }

    private readonly Lock _gate;
    private readonly Deadline _deadline;
    private readonly Action _due;
    private readonly HandlerCall _call;
    private ManualResetValueTaskSourceCore<bool> _outcome;
    private CancellationTokenSource? _source;
    private TimeSpan _timeout;
    private volatile State _state;
    private bool _cancelled;
    private long _dueAt;

    /// <param name="gate">The conversation's lock: a call that begins or ends changes both.</param>
    /// <param name="deadline">The connection's deadline: its calls come one at a time.</param>
    /// <param name="call">Is told, on another thread, that it takes too long.</param>
    public CallTimer(Lock gate, Deadline deadline, HandlerCall call)
    {
        (_gate, _deadline, _call) = (gate, deadline, call);
        _due = TimeOut;
    }

    /// <summary>Made when it is first asked for, and reused as long as it was not cancelled.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                _source ??= new();
                if (_cancelled) _source.Cancel(); // nobody has the token yet, so no callback runs in here
                return _source.Token;
            }
        }
    }

    public bool IsTimedOut => _state is State.TimedOut;

    /// <summary>Starts the time of a call. The caller holds the lock.</summary>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancelled">Whether its token is cancelled from the beginning.</param>
    public void Start(TimeSpan timeout, bool cancelled)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _outcome.Reset();
        _state = State.Running;
        (_timeout, _cancelled) = (timeout, cancelled);
        if (_source is not null && !_source.TryReset())
        {
            _source.Dispose();
            _source = null;
        }

        _dueAt = _deadline.Start(timeout, _due);
    }

    /// <summary>Stops the time until <see cref="Restart"/>: what follows is a wait for the client, who may be slow.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            if (_state is not State.Running) return;
            _dueAt = long.MaxValue; // a deadline that comes at this moment is not this call's any more
            _deadline.Stop();
        }
    }

    /// <summary>Starts the time anew: for a stream whose next element is awaited, or after a pause; false when it was over.</summary>
    public bool Restart()
    {
        lock (_gate)
        {
            if (_state is not State.Running || _cancelled) return false;
            _dueAt = _deadline.Start(_timeout, _due);
            return true;
        }
    }

    /// <summary>The call has ended; false when that was too late. The caller holds the lock.</summary>
    public bool TryEnd()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_state is not State.Running) return false;

        _state = State.Ended;
        _deadline.Stop();
        return true;
    }

    /// <summary>True when the call has ended and <see cref="Complete"/> was called; false when it timed out.</summary>
    public ValueTask<bool> WaitAsync() => new(this, _outcome.Version);

    /// <summary>Lets <see cref="WaitAsync"/> go on after a call that has ended.</summary>
    public void Complete() => _outcome.SetResult(true);

    /// <summary>Cancels the call's token. Its callbacks are the user's code: they run elsewhere.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _cancelled = true;
            if (_source is { IsCancellationRequested: false } source) _ = source.CancelAsync();
        }
    }

    private void TimeOut()
    {
        lock (_gate)
        {
            if (_state is not State.Running || !_deadline.IsOver(_dueAt)) return; // the deadline was an earlier call's
            _state = State.TimedOut;
        }

        _call.TimedOut();
        Cancel();
        _outcome.SetResult(false);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _outcome.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _outcome.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _outcome.OnCompleted(continuation, state, token, flags);
}
