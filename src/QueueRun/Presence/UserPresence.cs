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
    private bool _isOnline;
    private bool _toldOnline;
    private bool _isTelling;
    private bool _connected;
    private bool _forgotten;

    public UserPresence(PresenceHooks hooks, Action<UserPresence> forget) => (_hooks, _forget) = (hooks, forget);

    public string UserId => _user!.Id;

    public bool IsOnline
    {
        get
        {
            lock (_gate) return _isOnline;
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
    public void Leave()
    {
        lock (_gate)
        {
            _connected = false;
            if (_hooks.OfflineDelay == TimeSpan.Zero)
            {
                SetOnline(false);
                return;
            }

            _delay = _hooks.Time.CreateDetachedTimer(static state => ((UserPresence)state!).DelayIsOver(), this);
            _delay.Change(_hooks.OfflineDelay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the delay, if one runs; completes when no hook runs.</summary>
    public Task StopAsync()
    {
        DelayIsOver();
        lock (_gate) return _telling;
    }

    private void DelayIsOver()
    {
        lock (_gate)
        {
            _delay?.Dispose();
            _delay = null;
            if (!_connected) SetOnline(false);
        }
    }

    private void SetOnline(bool isOnline)
    {
        _isOnline = isOnline;
        if (isOnline && !_toldOnline && _hooks.HasOnline) _ready ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_isTelling) return;

        _isTelling = true;
        _telling = TellAsync();
    }

    private async Task TellAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // never a hook on the caller's thread, inside its locks
        while (Next() is var (user, online))
        {
            await _hooks.CallAsync(user, online, Release);
            if (online) Release();
        }
    }

    private (ISocketUser User, bool Online)? Next()
    {
        lock (_gate)
        {
            if (_toldOnline != _isOnline)
            {
                _toldOnline = _isOnline;
                return (_user!, _isOnline);
            }

            _isTelling = false;
            if (!_isOnline && !_connected)
            {
                _forgotten = true;
                _forget(this);
            }
        }

        Release(); // an online that was undone before its turn
        return null;
    }

    /// <summary>Lets first messages go on: the hook has ended, or its time is over.</summary>
    private void Release()
    {
        TaskCompletionSource? ready;
        lock (_gate) (ready, _ready) = (_ready, null);
        ready?.TrySetResult();
    }
}
