using System.Diagnostics;

namespace QueueRun.Calls;

/// <summary>
/// The time of one call of a user's method, and its token. Either the call ends in time or its deadline comes first, never both.
/// </summary>
/// <param name="deadline">Used by this call alone while it runs. Its lock is held when the call begins and ends.</param>
internal abstract class TimedCall(Deadline deadline)
{
    private enum State
    {
        Idle,
        Running,
        Ended,
        TimedOut,
    }

    private Action? _due;
    private CancellationTokenSource? _source;
    private TimeSpan _timeout;
    private volatile State _state;
    private bool _cancelled;
    private long _dueAt;

    /// <summary>Cancelled by <see cref="Cancel"/>. Created on first use, and used for further calls until it is cancelled.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (Gate)
            {
                _source ??= new();
                if (_cancelled) _source.Cancel(); // no code has the token yet, so no callback runs here
                return _source.Token;
            }
        }
    }

    /// <summary>Whether the deadline came first.</summary>
    public bool IsTimedOut => _state is State.TimedOut;

    /// <summary>Whether the token is cancelled, even if it is not yet created.</summary>
    protected bool IsCancelled => _cancelled;

    /// <summary>The call's own.</summary>
    protected Deadline Deadline => deadline;

    /// <summary>Held when a call begins and ends.</summary>
    protected Lock Gate => deadline.Gate;

    /// <summary>
    /// Whether another connection may have the call, which does not run: nobody may hold its token any more, and its deadline must work.
    /// </summary>
    protected bool IsFree => _source is null && !deadline.IsEnded;

    /// <summary>The deadline came first. Called on a thread of the timer, because the method may block its own thread.</summary>
    protected abstract void TimedOut();

    /// <summary>Starts the time of a call. The caller holds the lock.</summary>
    /// <param name="timeout">How long the call may take.</param>
    /// <param name="cancelled">Whether its token is cancelled from the beginning.</param>
    protected void Start(TimeSpan timeout, bool cancelled)
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        _state = State.Running;
        (_timeout, _cancelled) = (timeout, cancelled);
        if (_source is not null && !_source.TryReset())
        {
            _source.Dispose();
            _source = null;
        }

        _dueAt = deadline.Start(timeout, _due ??= TimeOut);
    }

    /// <summary>Stops the time until <see cref="Restart"/>, while the call waits for a client, who may be slow.</summary>
    public void Pause()
    {
        lock (Gate)
        {
            if (_state is not State.Running) return;
            _dueAt = long.MaxValue; // a deadline that fires at this moment is no longer this call's
            deadline.Stop();
        }
    }

    /// <summary>Starts the time again, for a stream's next element or after a pause; false if the deadline has already passed.</summary>
    public bool Restart()
    {
        lock (Gate)
        {
            if (_state is not State.Running || _cancelled) return false;
            _dueAt = deadline.Start(_timeout, _due!);
            return true;
        }
    }

    /// <summary>Ends the call; false if the deadline came first. The caller holds the lock.</summary>
    public bool TryEnd()
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        if (_state is not State.Running) return false;

        _state = State.Ended;
        deadline.Stop();
        return true;
    }

    /// <summary>Ends the deadline, even that of a running call. The caller holds the lock.</summary>
    public void EndDeadline() => deadline.End();

    /// <summary>Cancels the token of a call that has not ended. Its callbacks are the user's code, so they run on another thread.</summary>
    public void Cancel()
    {
        lock (Gate)
        {
            if (_state is State.Ended) return;

            _cancelled = true;
            if (_source is { IsCancellationRequested: false } source) _ = source.CancelAsync();
        }
    }

    private void TimeOut()
    {
        var gate = deadline.Enter();
        try
        {
            if (_state is not State.Running || !deadline.IsOver(_dueAt)) return; // the deadline was an earlier call's
            _state = State.TimedOut;
        }
        finally
        {
            gate.Exit();
        }

        TimedOut();
    }
}
