namespace QueueRun.Presence;

/// <content>Calls the hooks, and reports what was told.</content>
internal sealed partial class UserPresence
{
    /// <summary>A change whose turn it is.</summary>
    /// <param name="Change">The change.</param>
    /// <param name="Context">The circumstances of the calls.</param>
    /// <param name="Adoption">The adoption under which it was found.</param>
    /// <param name="Resignation">The number of resignations before.</param>
    private readonly record struct Turn(PresenceChange Change, PresenceContext Context, int Adoption, int Resignation)
    {
        /// <summary>Whether it is about the user, not about a room.</summary>
        public bool IsState => Change.Event is PresenceEvent.Online or PresenceEvent.Offline;

        public bool IsOnline => Change.Event is PresenceEvent.Online;
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
        while (await NextAsync() is { } turn)
        {
            var (hasBegun, isWhole) = (false, true);
            var (hooks, change) = (Hooks.Of(turn.Change.Event), turn.Change);
            if (hooks.Length > 0 && await Directory.UserOfHooksAsync(change.User) is var user && user != change.User) change = change with { User = user };
            foreach (var hook in hooks)
            {
                await Directory.MayCallAsync();
                if (Begin(turn) is not { } call)
                {
                    isWhole = false;
                    break;
                }

                hasBegun = true;
                isWhole = await Hooks.CallAsync(hook, change, turn.Context, overdue: () => Overdue(call), Directory.CallsEnd);
                if (!isWhole) break;
            }

            if (turn.IsState && isWhole) Ended(turn);
            else if (turn.IsState && hasBegun) CutOff(turn);
            else if (isWhole) Directory.ToldRoom(UserId, turn.Change.Room, turn.Change.Event is PresenceEvent.Join);
        }
    }

    /// <summary>The next change for which hooks are to be called; null when there is none, and all is reported.</summary>
    private async ValueTask<Turn?> NextAsync()
    {
        while (true)
        {
            await Directory.MayCallAsync();
            bool isUndone, isOnline;
            long state;
            lock (_gate)
            {
                _calls++;
                _isOverdue = false;
                var change = Find();
                (isOnline, state) = (_isOnline, _state);
                // A state that changed, and changed back before its turn, counts as told.
                isUndone = change is null && !MayLeaveRooms && !_isElsewhere && state > _reported && _told == ToToldState(isOnline);
                if (isUndone) _reported = state;
                _isTelling = change is not null || MayLeaveRooms || isUndone;
                _isGreeting = change is { Event: PresenceEvent.Online };
                ReleaseMessages();
                if (!_isTelling && !_isOnline && !_awaitsRooms) Forget();
                if (change is not null) return new(change, new(NextNumber(), _mayRepeat), _adoptions, _resignations);
                if (!_isTelling) return null;
            }

            // Outside the lock: these take the directory's locks, inside which this object is called.
            if (isUndone) Directory.Told(UserId, isOnline, state);
            else await Directory.LeaveRoomsAsync(UserId); // calls TryLeaveRooms
        }
    }

    private bool MayLeaveRooms => !_isOnline && !_hasLeftRooms && !_isElsewhere && !_awaitsRooms;

    private long NextNumber() => _called = Math.Max(_state is 0 ? _tracker.NextNumber() : _state, _called + 1);

    /// <summary>All hooks for a state have ended.</summary>
    private void Ended(Turn turn)
    {
        var (number, isOnline) = (turn.Context.Number, turn.IsOnline);
        lock (_gate)
        {
            _ended = (number, isOnline);
            if (_state is 0) return; // the directory counts no changes

            if (turn.Adoption != _adoptions && number > _reported) _told = ToToldState(isOnline); // adopted again while the hooks ran
            _reported = Math.Max(_reported, number);
        }

        Directory.Told(UserId, isOnline, number);
    }

    /// <summary>Hooks for a state were called, but not all, or one was cancelled because this process was cut off.</summary>
    private void CutOff(Turn turn)
    {
        lock (_gate)
        {
            if (turn.Context.Number <= _reported) return; // another process has called hooks since

            _told = Told.Unknown;
            if (!_isOnline) _hasLeftRooms = false; // offline is told again
        }
    }

    private static Told ToToldState(bool? online) => online switch { true => Told.Online, false => Told.Offline, null => Told.Unknown };

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

            (_gone, _told) = (null, Told.Offline);
            return new(PresenceEvent.Offline, gone);
        }

        _mayRepeat = _told is Told.Unknown;
        if (!_isOnline) return null;
        if (_told is not Told.Online)
        {
            _told = Told.Online;
            return new(PresenceEvent.Online, _user!);
        }

        if (_awaitsRooms) return null;
        return _rooms.TryTake(out var room, out var isIn) ? new(isIn ? PresenceEvent.Join : PresenceEvent.Leave, _user!, room) : null;
    }

    /// <summary>
    /// The number of the next call; null if it is another process's, or if the change is void: other hooks may have been called since.
    /// </summary>
    private int? Begin(Turn turn)
    {
        lock (_gate)
        {
            if (_isElsewhere || turn.Resignation != _resignations || (turn.IsState && turn.Adoption != _adoptions)) return null;

            _isOverdue = false;
            if (turn.IsState) _begun = turn.Context.Number;
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
