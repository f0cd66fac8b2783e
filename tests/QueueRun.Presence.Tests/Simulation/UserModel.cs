namespace QueueRun.Presence.Tests.Simulation;

/// <summary>What presence and rooms promise for one user, told as simply as it can be: what happened to the user says what must be true now.</summary>
internal sealed class UserModel(string id, Plan plan, TimeProvider time, Action<string> fail)
{
    private DateTimeOffset? _offlineAt;
    private DateTimeOffset _hookStarted;
    private bool _told;
    private bool _isLeaving;    // the rooms are forgotten, and he is not yet told to be offline
    private int _next;          // hook of the row that is being called; 0: none is
    private CancellationToken _token;
    private (PresenceEvent Event, string Room) _row;
    private readonly HashSet<string> _toldRooms = [];

    public string Id => id;

    /// <summary>The connections that belong to him now.</summary>
    public HashSet<Seat> Connections { get; } = [];

    /// <summary>The rooms that he is in with all connections, or comes back into as long as he was not told to be offline.</summary>
    public HashSet<string> Rooms { get; } = [];

    /// <summary>The rooms that he or one of his connections is in.</summary>
    public HashSet<string> AllRooms => [.. Rooms, .. Connections.SelectMany(seat => seat.Rooms)];

    /// <summary>Whether the program's hooks were told to be called for a first connection, and not for the last.</summary>
    public bool IsConnected { get; private set; }

    public bool IsOnline { get; private set; }

    public bool IsHookRunning { get; private set; }

    /// <summary>Hooks that took longer than their time.</summary>
    public int Overdue { get; private set; }

    /// <summary>1 while one runs that has.</summary>
    public int OverdueNow => IsHookOverdue ? 1 : 0;

    private bool IsHookOverdue => IsHookRunning && time.GetUtcNow() >= _hookStarted + Plan.MethodTime;

    /// <summary>Whether a first message must wait.</summary>
    public bool HoldsMessages => !IsHookOverdue && ((_told && _row.Event is PresenceEvent.Online && (IsHookRunning || _next > 0)) || (IsOnline && (!_told || _isLeaving)));

    public void Joined()
    {
        if (IsConnected) fail($"{id} joined twice");
        (IsConnected, IsOnline, _offlineAt) = (true, true, null);
    }

    public void LastLeft(bool stopping)
    {
        if (!IsConnected) fail($"{id} left twice");
        IsConnected = false;
        if (stopping || plan.OfflineDelay == TimeSpan.Zero) GoOffline();
        else _offlineAt = time.GetUtcNow() + plan.OfflineDelay;
    }

    /// <summary>The program stops: nobody waits for <c>OfflineDelay</c>.</summary>
    public void Stop()
    {
        if (_offlineAt is not null) GoOffline();
    }

    /// <summary>Time has passed.</summary>
    public void Pass()
    {
        if (_offlineAt <= time.GetUtcNow()) GoOffline();
    }

    /// <summary>His rooms are forgotten: only if he is offline, and hooks are called for it now.</summary>
    public void LeaveRooms()
    {
        if (IsOnline) fail($"{id} leaves all rooms, and is online");
        if (IsHookRunning || _next > 0) fail($"{id} leaves all rooms while a hook runs, and may be back before he is told to be offline");
        Rooms.Clear();
        _isLeaving = _told;
    }

    public void HookStarts(PresenceChange change, string name, CancellationToken token)
    {
        if (IsHookRunning) fail($"{name} overlaps another hook of {id}");
        if (_next == 0) Tell(change, name);
        else if (_row != (change.Event, change.Room)) fail($"{name} of {id} comes in the middle of the others");
        var row = plan.Hooks(change.Event);
        if (row[_next] != name) fail($"{name} of {id} is not in its order");
        if (token.IsCancellationRequested) fail($"{name} of {id} begins without time");
        _next = (_next + 1) % row.Length;
        (IsHookRunning, _hookStarted, _token) = (true, time.GetUtcNow(), token);
    }

    public void HookEnds()
    {
        if (IsHookOverdue) Overdue++;
        IsHookRunning = false;
    }

    /// <summary>What must be true at any time.</summary>
    public void Check(bool isOnline)
    {
        if (isOnline != IsOnline) fail($"IsOnlineAsync of {id} is {isOnline}");
        if (IsConnected != Connections.Count > 0) fail($"{id} has {Connections.Count} connections, but presence heard otherwise");
        if (IsHookRunning && _token.IsCancellationRequested != IsHookOverdue) fail($"the token of a hook of {id} is wrong");
    }

    /// <summary>What must be true when nothing can happen by itself: also that nothing was forgotten, whatever other users' hooks do.</summary>
    public void CheckQuiet()
    {
        if (!IsHookRunning && (_told != IsOnline || _isLeaving)) fail($"the hooks of {id} do not know that he is {(IsOnline ? "online" : "offline")}");
        if (!IsHookRunning && _next > 0) fail($"the hook after one of {id} was not called");
        if (!IsHookRunning && plan.RoomHooks > 0 && !_toldRooms.SetEquals(AllRooms)) fail($"the hooks of {id} do not know his rooms");
    }

    /// <summary>What must be true when the program has stopped.</summary>
    public void CheckStopped()
    {
        if (IsOnline || Connections.Count > 0) fail($"{id} is still online");
        if (_told && !IsHookRunning) fail($"{id} was not told to be offline");
    }

    private void GoOffline() => (IsOnline, _offlineAt) = (false, null);

    private void Tell(PresenceChange change, string name)
    {
        _row = (change.Event, change.Room);
        var (toldBefore, isTrue) = change.Event switch
        {
            PresenceEvent.Online => (_told, IsOnline),
            PresenceEvent.Offline => (!_told, _isLeaving),
            PresenceEvent.Join => (_toldRooms.Contains(change.Room), IsOnline && !_isLeaving && AllRooms.Contains(change.Room)),
            _ => (!_toldRooms.Contains(change.Room), _isLeaving || !AllRooms.Contains(change.Room)),
        };
        if (toldBefore) fail($"{name} of {id} does not alternate");
        if (!isTrue) fail($"{name} of {id} tells a state that is not the newest");
        switch (change.Event)
        {
            case PresenceEvent.Online:
                _told = true;
                break;
            case PresenceEvent.Offline:
                if (_toldRooms.Count > 0) fail($"{id} was told to be offline before he was told to have left {string.Join(' ', _toldRooms)}");
                (_told, _isLeaving) = (false, false);
                break;
            case PresenceEvent.Join:
                if (!_told) fail($"{id} was told to have joined {change.Room} before he was told to be online");
                _toldRooms.Add(change.Room);
                break;
            default:
                _toldRooms.Remove(change.Room);
                break;
        }
    }
}
