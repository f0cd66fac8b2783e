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
    private TaskCompletionSource? _ready;   // first messages wait for it
    private TaskCompletionSource? _gone;    // shutdown waits for it
    private int _departures;                // tells the delay of one departure from that of the next
    private int _calls;                     // tells the time of one hook from that of the next
    private bool _connected;
    private bool _isOnline;
    private bool _toldOnline;
    private bool _isTelling;
    private bool _isGreeting;               // online hooks run
    private bool _isOverdue;                // the hook that runs has had its time: nothing waits for it any more
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

    /// <summary>An online hook has to come, or runs; and whatever hook runs has not had its time.</summary>
    private bool HoldsMessages => _hooks.HasOnline && !_isOverdue && (_isGreeting || (_isOnline && !_toldOnline));

    /// <summary>The first connection is there; false when this object was forgotten meanwhile, and another one counts.</summary>
    public bool TryJoin(ISocketUser user)
    {
        lock (_gate)
        {
            if (_forgotten) return false;

            (_user, _connected) = (user, true);
            EndTimer();
            SetOnline(true);
            return true;
        }
    }

    /// <summary>The last connection has closed.</summary>
    public void Leave(ISocketUser user, TimeSpan delay)
    {
        lock (_gate)
        {
            (_user, _connected) = (user, false);
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
                    presence.EndDelay(departure);
                },
                (this, _departures));
            _delay.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the delay, if one runs.</summary>
    public void EndDelay()
    {
        lock (_gate) EndDelay(_departures);
    }

    /// <summary>Completes when a first message may be handled.</summary>
    public Task ReadyAsync()
    {
        lock (_gate)
        {
            if (!HoldsMessages) return Task.CompletedTask;
            return (_ready ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Completes when the user has gone, and the hooks have been told and have ended.</summary>
    public Task GoneAsync()
    {
        lock (_gate)
        {
            if (_forgotten) return Task.CompletedTask;
            return (_gone ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void EndDelay(int departure)
    {
        lock (_gate)
        {
            if (_delay is null || departure != _departures) return; // the user is back, or was told to be offline already

            EndTimer();
            SetOnline(false);
        }
    }

    private void EndTimer()
    {
        _delay?.Dispose();
        _delay = null;
    }

    private void SetOnline(bool isOnline)
    {
        _isOnline = isOnline;
        ReleaseMessages();
        if (_isTelling) return;

        _isTelling = true;
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = TellAsync();
            return;
        }

        // Hooks are called for the user, not for the request of the one device that happened to be first or last.
        using (ExecutionContext.SuppressFlow()) _ = TellAsync();
    }

    private async Task TellAsync()
    {
        await Task.Yield(); // never a hook on the caller's thread, inside its locks
        while (Next() is var (user, online))
        {
            foreach (var hook in online ? _hooks.Online : _hooks.Offline)
            {
                var call = Begin();
                await _hooks.CallAsync(hook, user, online, overdue: () => Overdue(call));
            }
        }
    }

    private (ISocketUser User, bool Online)? Next()
    {
        lock (_gate)
        {
            var (told, isOnline) = (_toldOnline, _isOnline);
            _calls++;
            _isOverdue = false;
            _isTelling = told != isOnline;
            _isGreeting = _isTelling && isOnline;
            _toldOnline = isOnline;
            ReleaseMessages();
            if (_isTelling) return (_user!, isOnline);

            if (!isOnline)
            {
                _forgotten = true;
                _forget(this);
                _gone?.TrySetResult();
            }

            return null;
        }
    }

    private int Begin()
    {
        lock (_gate)
        {
            _isOverdue = false;
            return ++_calls;
        }
    }

    private void Overdue(int call)
    {
        lock (_gate)
        {
            if (call != _calls) return; // it ended while its time did

            _isOverdue = true;
            ReleaseMessages();
        }
    }

    private void ReleaseMessages()
    {
        if (HoldsMessages) return;

        _ready?.TrySetResult();
        _ready = null;
    }
}
