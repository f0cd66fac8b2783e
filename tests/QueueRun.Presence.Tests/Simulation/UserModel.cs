namespace QueueRun.Presence.Tests.Simulation;

/// <summary>What DESIGN 7 promises for one user, told as simply as it can be: what happened to him says what must be true now.</summary>
internal sealed class UserModel(string id, Plan plan, TimeProvider time, Action<string> fail)
{
    private DateTimeOffset? _offlineAt;
    private DateTimeOffset _hookStarted;
    private bool _told;
    private int _next;          // hook of the row that is being called; 0: none is
    private CancellationToken _token;

    public string Id => id;

    /// <summary>The connections that belong to him now.</summary>
    public HashSet<object> Connections { get; } = [];

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
    public bool HoldsMessages => !IsHookOverdue && ((_told && (IsHookRunning || _next > 0)) || (IsOnline && !_told));

    public void Joined()
    {
        if (IsConnected) fail($"{id} joined twice");
        (IsConnected, IsOnline, _offlineAt) = (true, true, null);
    }

    public void LastLeft(bool stopping)
    {
        if (!IsConnected) fail($"{id} left twice");
        IsConnected = false;
        if (stopping || plan.OfflineDelay == TimeSpan.Zero) IsOnline = false;
        else _offlineAt = time.GetUtcNow() + plan.OfflineDelay;
    }

    /// <summary>The program stops: nobody waits for <c>OfflineDelay</c>.</summary>
    public void Stop()
    {
        if (_offlineAt is not null) (IsOnline, _offlineAt) = (false, null);
    }

    /// <summary>Time has passed.</summary>
    public void Pass()
    {
        if (_offlineAt <= time.GetUtcNow()) (IsOnline, _offlineAt) = (false, null);
    }

    public void HookStarts(string name, bool online, CancellationToken token)
    {
        if (IsHookRunning) fail($"{name} overlaps another hook of {id}");
        if (_next == 0)
        {
            if (online == _told) fail($"{name} of {id} does not alternate");
            if (online != IsOnline) fail($"{name} of {id} tells a state that is not the newest");
            _told = online;
        }
        else if (online != _told)
        {
            fail($"{name} of {id} comes in the middle of the others");
        }

        var row = plan.Hooks(online);
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
        if (!IsHookRunning && _told != IsOnline) fail($"the hooks of {id} do not know that he is {(IsOnline ? "online" : "offline")}");
        if (!IsHookRunning && _next > 0) fail($"the hook after one of {id} was not called");
    }

    /// <summary>What must be true when the program has stopped.</summary>
    public void CheckStopped()
    {
        if (IsOnline || Connections.Count > 0) fail($"{id} is still online");
        if (_told && !IsHookRunning) fail($"{id} was not told to be offline");
    }
}
