using QueueRun.Connections;

namespace QueueRun.Presence;

/// <summary>
/// One user's presence: the true state (whether the user is online, and in which rooms), and the state for which hooks were called last.
/// While the two differ, hooks are called, one after the other. So the calls alternate and end in the true state; for a change that was
/// undone before its turn no hook is called.
/// </summary>
/// <remarks>
/// The order: online first, then the changes of rooms, and offline when the leave hooks of all rooms have been called. A user who is back
/// before the first of these has missed nothing, and is still in all rooms. From then on the rooms are forgotten, and offline is told even
/// to a user who is back, before online is told again.
/// </remarks>
internal sealed class UserPresence
{
    private readonly Lock _gate = new();
    private readonly PresenceTracker _tracker;
    private RoomChanges _rooms;
    private ISocketUser? _user;
    private ISocketUser? _gone;             // the user who is being told to be gone: first from the rooms, then offline
    private ITimer? _delay;
    private TaskCompletionSource? _ready;   // completes when first messages may be handled
    private TaskCompletionSource? _end;     // completes when this object is forgotten; shutdown waits for it
    private int _departures;                // the number of the newest departure, and of its delay
    private int _calls;                     // the number of the newest call of a hook, and of its time
    private bool _isOnline;
    private bool _toldOnline;
    private bool _hasLeftRooms;             // since the user went offline
    private bool _isTelling;
    private bool _isGreeting;               // online hooks are running
    private bool _isOverdue;                // the time of the running hook is over: no message waits for it
    private bool _forgotten;

    public UserPresence(string userId, PresenceTracker tracker) => (UserId, _tracker) = (userId, tracker);

    public string UserId { get; }

    public bool IsOnline
    {
        get
        {
            lock (_gate) return _isOnline;
        }
    }

    /// <summary>Whether a hook runs or is about to run.</summary>
    public bool IsTelling
    {
        get
        {
            lock (_gate) return _isTelling;
        }
    }

    /// <summary>Whether an online hook is pending or running, and no running hook has timed out.</summary>
    private bool HoldsMessages => Hooks.HasOnline && !_isOverdue && (_isGreeting || (_isOnline && (!_toldOnline || _gone is not null)));

    private PresenceHooks Hooks => _tracker.Hooks;

    /// <summary>The first connection has joined; false if this object is forgotten, and the user needs a new one.</summary>
    public bool TryJoin(ISocketUser user)
    {
        lock (_gate)
        {
            if (_forgotten) return false;

            (_user, _hasLeftRooms) = (user, false);
            EndTimer();
            SetOnline(true);
            return true;
        }
    }

    /// <summary>The last connection has closed; true if the user is offline at once.</summary>
    public bool Leave(ISocketUser user)
    {
        lock (_gate)
        {
            _user = user;
            var departure = ++_departures;
            if (Hooks.OfflineDelay == TimeSpan.Zero)
            {
                SetOnline(false);
                return true;
            }

            _delay = Hooks.Time.CreateDetachedTimer(_ => _tracker.DelayIsOver(UserId, departure), this);
            _delay.Change(Hooks.OfflineDelay, Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    /// <summary>The number of the departure whose delay runs; null if none runs.</summary>
    public int? Departure
    {
        get
        {
            lock (_gate) return _delay is null ? null : _departures;
        }
    }

    /// <summary>
    /// The delay of a departure is over; true if the user is offline now, false if the user is back or was already offline.
    /// </summary>
    public bool TryGoOffline(int departure)
    {
        lock (_gate)
        {
            if (_delay is null || departure != _departures) return false;

            EndTimer();
            SetOnline(false);
            return true;
        }
    }

    /// <summary>
    /// The user's rooms may be forgotten, and hooks are called for that, unless the user is back. The caller calls this once for each time
    /// that the user is offline.
    /// </summary>
    public bool TryLeaveRooms()
    {
        lock (_gate)
        {
            if (_isOnline) return false;

            _hasLeftRooms = true;
            _rooms.LeaveAll();
            if (_toldOnline) _gone = _user;
            return true;
        }
    }

    /// <summary>The user has entered or left a room.</summary>
    public void Set(string room, bool isIn)
    {
        lock (_gate)
        {
            _rooms.Set(room, isIn);
            Tell();
        }
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

    /// <summary>Completes when the user is offline, and all hooks have been called and have ended.</summary>
    public Task GoneAsync()
    {
        lock (_gate)
        {
            if (_forgotten) return Task.CompletedTask;
            return (_end ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
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
        Tell();
    }

    private void Tell()
    {
        if (_isTelling) return;

        _isTelling = true;
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = TellAsync();
            return;
        }

        // Hooks are called for the user: they must not run in the context of the request of the first or last device.
        using (ExecutionContext.SuppressFlow()) _ = TellAsync();
    }

    private async Task TellAsync()
    {
        await Task.Yield(); // a hook must not run on the caller's thread, inside the caller's locks
        while (Next() is { } change)
        {
            foreach (var hook in Hooks.Of(change.Event))
            {
                var call = Begin();
                await Hooks.CallAsync(hook, change, overdue: () => Overdue(call));
            }
        }
    }

    private PresenceChange? Next()
    {
        while (true)
        {
            lock (_gate)
            {
                _calls++;
                _isOverdue = false;
                var change = Find();
                _isTelling = change is not null || MayLeaveRooms;
                _isGreeting = change is { Event: PresenceEvent.Online };
                ReleaseMessages();
                if (!_isTelling && !_isOnline) Forget();
                if (!MayLeaveRooms || change is not null) return change;
            }

            _tracker.LeaveRooms(UserId); // calls TryLeaveRooms, inside a lock of its own
        }
    }

    private bool MayLeaveRooms => !_isOnline && !_hasLeftRooms;

    private void Forget()
    {
        _forgotten = true;
        _tracker.Forget(this);
        _end?.TrySetResult();
    }

    /// <summary>The next change for which hooks are to be called; null if there is none.</summary>
    private PresenceChange? Find()
    {
        if (_gone is { } gone)
        {
            if (_rooms.TryTakeLeft(out var left)) return new(PresenceEvent.Leave, gone, left);

            (_gone, _toldOnline) = (null, false);
            return new(PresenceEvent.Offline, gone);
        }

        if (!_isOnline) return null;
        if (!_toldOnline)
        {
            _toldOnline = true;
            return new(PresenceEvent.Online, _user!);
        }

        return _rooms.TryTake(out var room, out var isIn) ? new(isIn ? PresenceEvent.Join : PresenceEvent.Leave, _user!, room) : null;
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
            if (call != _calls) return; // the call ended at the moment its time was over

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
