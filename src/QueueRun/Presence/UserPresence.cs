using QueueRun.Connections;

namespace QueueRun.Presence;

/// <summary>
/// One user's presence: what is true, and what the hooks were told last. Hooks are called while the two differ, one after the
/// other, so the calls alternate and end in the state that is true; a change that was undone before its turn is never told.
/// </summary>
internal sealed class UserPresence
{
    private readonly Lock _gate = new();
    private readonly PresenceHooks _hooks;
    private readonly Action<UserPresence> _forget;
    private ISocketUser? _user;
    private ITimer? _delay;
    private TaskCompletionSource? _ready;   // first messages wait for it: an online hook has to come, or runs
    private Task _telling = Task.CompletedTask;
    private int _departures;                // tells the delay of one departure from that of the next
    private bool _isOnline;
    private bool _toldOnline;
    private bool _isOverdue;                // the hook that runs has had its time: nothing waits for it any more
    private bool _isTelling;
    private bool _connected;
    private bool _forgotten;

    public UserPresence(string userId, PresenceHooks hooks, Action<UserPresence> forget) => (UserId, _hooks, _forget) = (userId, hooks, forget);

    public string UserId { get; }

    public bool IsOnline
    {
        get
        {
            lock (_gate) return _isOnline;
        }
    }

    /// <summary>Whether a hook runs, or is about to.</summary>
    public bool IsTelling
    {
        get
        {
            lock (_gate) return _isTelling;
        }
    }

    /// <summary>A connection is there; false when this object was forgotten meanwhile, and another one counts.</summary>
    public bool TryJoin(ISocketUser user, bool first, out Task ready)
    {
        lock (_gate)
        {
            ready = Task.CompletedTask;
            if (_forgotten) return false;

            _user = user;
            if (first)
            {
                _connected = true;
                _delay?.Dispose();
                _delay = null;
                SetOnline(true);
            }

            if (_ready is { } waiting) ready = waiting.Task;
            return true;
        }
    }

    /// <summary>The last connection has closed.</summary>
    public void Leave(TimeSpan delay)
    {
        lock (_gate)
        {
            _connected = false;
            _departures++;
            if (delay == TimeSpan.Zero)
            {
                SetOnline(false);
                return;
            }

            _delay = _hooks.Time.CreateDetachedTimer(
                static state =>
                {
                    var (presence, departure) = ((UserPresence, int))state!;
                    presence.DelayIsOver(departure);
                },
                (this, _departures));
            _delay.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the delay, if one runs; completes when no hook runs.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            DelayIsOver(_departures);
            return _telling;
        }
    }

    private void DelayIsOver(int departure)
    {
        lock (_gate)
        {
            if (departure != _departures || _connected || _user is null) return;

            _delay?.Dispose();
            _delay = null;
            SetOnline(false);
        }
    }

    private void SetOnline(bool isOnline)
    {
        _isOnline = isOnline;
        if (isOnline && !_toldOnline && !_isOverdue && _hooks.HasOnline) _ready ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_isTelling) return;

        _isTelling = true;
        _telling = TellAsync();
    }

    private async Task TellAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // never a hook on the caller's thread, inside its locks
        while (Next() is var (user, online))
        {
            await _hooks.CallAsync(user, online, Overdue);
            if (online) Release();
        }
    }

    private (ISocketUser User, bool Online)? Next()
    {
        TaskCompletionSource? ready;
        lock (_gate)
        {
            _isOverdue = false;
            if (_toldOnline != _isOnline)
            {
                _toldOnline = _isOnline;
                return (_user!, _isOnline);
            }

            _isTelling = false;
            (ready, _ready) = (_ready, null); // of an online that was undone before its turn
            if (!_isOnline && !_connected)
            {
                _forgotten = true;
                _forget(this);
            }
        }

        ready?.TrySetResult();
        return null;
    }

    private void Overdue()
    {
        lock (_gate) _isOverdue = true;
        Release();
    }

    /// <summary>Lets first messages go on: the hook has ended, or its time is over.</summary>
    private void Release()
    {
        TaskCompletionSource? ready;
        lock (_gate) (ready, _ready) = (_ready, null);
        ready?.TrySetResult();
    }
}
