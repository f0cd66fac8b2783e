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
internal sealed partial class UserPresence
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
    private int _adoptions;                 // changes of a state that were found under an earlier adoption are void
    private int _resignations;              // changes of a room that were found before the last one are void
    private long _state;                    // the number of the newest state, from the directory; 0 if it counts none
    private long _called;                   // the number of the newest call, of any process and for any change
    private long _begun;                    // the number of the newest call for a state that has begun here
    private long _reported;                 // the newest number that was reported as told
    private (long Number, bool IsOnline) _ended;    // the newest state whose hooks have all ended here
    private bool _isOnline;
    private Told _told;
    private bool _mayRepeat;                // the change that is being told may have been told by a process that died
    private bool _isElsewhere;              // another process calls the hooks
    private bool _awaitsRooms;              // the user was adopted, and the rooms are not known yet
    private bool _hasLeftRooms;             // since the user went offline
    private bool _isTelling;
    private bool _isGreeting;               // online hooks are running
    private bool _isOverdue;                // the time of the running hook is over: no message waits for it
    private bool _forgotten;

    /// <summary>The state of the user for which hooks were called last.</summary>
    private enum Told
    {
        /// <summary>Offline, or none.</summary>
        Offline,

        /// <summary>Online.</summary>
        Online,

        /// <summary>Unknown: a process that called the hooks has died. The true state is told.</summary>
        Unknown,
    }

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
    private bool HoldsMessages => Hooks.HasOnline && !_isOverdue && (_isGreeting || (_isOnline && (_told is not Told.Online || _gone is not null)));

    private PresenceHooks Hooks => _tracker.Hooks;

    private IPresenceDirectory Directory => _tracker.Directory;

    /// <summary>The first connection has joined; false if this object is forgotten, and the user needs a new one.</summary>
    public bool TryJoin(ISocketUser user, long number)
    {
        lock (_gate)
        {
            if (_forgotten) return false;

            // Resigned, and a hook still runs: the other process has told offline, or nothing, before this change.
            if (_isElsewhere) BeginAdoption(Told.Offline, number - 1);
            _user = user;
            EndTimer();
            SetOnline(true, number);
            return true;
        }
    }

    /// <summary>The last connection has closed; true if the user is offline at once.</summary>
    public bool Leave(ISocketUser user, long number)
    {
        lock (_gate)
        {
            _user = user;
            if (Hooks.OfflineDelay == TimeSpan.Zero)
            {
                SetOnline(false, number);
                return true;
            }

            StartDelay(Hooks.OfflineDelay);
            return false;
        }
    }

    /// <summary>
    /// This process calls the user's hooks from now on; false if this object is forgotten, and the user needs a new one.
    /// </summary>
    public bool TryAdopt(Adoption adoption)
    {
        lock (_gate)
        {
            if (_forgotten) return false;

            // The newest call counts. This process may have made it, and the directory not know that yet.
            var (number, isOnline) = _ended;
            if (_isElsewhere && number > 0 && number >= adoption.ToldNumber) BeginAdoption(ToToldState(isOnline), adoption.ToldNumber);
            else if (_isElsewhere || _begun is 0 || adoption.ToldNumber > _begun) BeginAdoption(ToToldState(adoption.ToldOnline), adoption.ToldNumber);

            _called = Math.Max(_called, adoption.Since);
            if (adoption.AwaitsRooms) (_rooms, _awaitsRooms) = (default, true);
            _user = adoption.User;
            EndTimer();
            SetOnline(adoption.IsOnline, adoption.Number);
            if (adoption is { IsOnline: true, IsPresent: false }) StartDelay(_tracker.IsStopping ? TimeSpan.Zero : Hooks.OfflineDelay);
            return true;
        }
    }

    /// <summary>Another process calls the user's hooks from now on.</summary>
    /// <returns>The rooms for which join hooks were called last.</returns>
    public IReadOnlyList<string> Resign()
    {
        lock (_gate)
        {
            var told = _rooms.Told;
            (_isElsewhere, _isOnline, _awaitsRooms, _gone, _rooms) = (true, false, false, null, default);
            _resignations++;
            EndTimer();
            ReleaseMessages();
            if (!_isTelling && !_forgotten) Forget();
            return told;
        }
    }

    /// <summary>The rooms of a user who was adopted.</summary>
    public void Restore(IReadOnlyList<string> rooms, IReadOnlyList<string> told)
    {
        lock (_gate)
        {
            if (!_awaitsRooms) return;

            _awaitsRooms = false;
            _rooms.Restore(rooms, told);
            Tell();
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
    public bool TryGoOffline(int departure, long number)
    {
        lock (_gate)
        {
            if (_delay is null || departure != _departures) return false;

            EndTimer();
            SetOnline(false, number);
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
            if (_isOnline || _isElsewhere) return false;

            _hasLeftRooms = true;
            _rooms.LeaveAll();
            if (_told is not Told.Offline) (_gone, _mayRepeat) = (_user, _told is Told.Unknown);
            return true;
        }
    }

    /// <summary>The user has entered or left a room.</summary>
    public void Set(string room, bool isIn)
    {
        lock (_gate)
        {
            if (_isElsewhere) return;

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

    private void StartDelay(TimeSpan delay)
    {
        var departure = ++_departures;
        _delay = Hooks.Time.CreateDetachedTimer(_ => Directory.GoOffline(UserId, departure), this);
        _delay.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The state for which hooks were called last is another process's report.</summary>
    private void BeginAdoption(Told told, long number)
    {
        _adoptions++;
        (_told, _reported, _called) = (told, number, Math.Max(_called, number));
        (_isElsewhere, _gone, _hasLeftRooms) = (false, null, false);
        _rooms.DropLeft();
    }

    private void SetOnline(bool isOnline, long number)
    {
        (_isOnline, _state) = (isOnline, Math.Max(_state, number));
        if (isOnline) _hasLeftRooms = false;
        ReleaseMessages();
        Tell();
    }
}
