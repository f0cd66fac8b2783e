using QueueRun.Connections;
using QueueRun.Redis.Store;

namespace QueueRun.Redis.Cluster;

// Users: their places, their connections, and their homes.
internal sealed partial class ClusterDirectory
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(10);

    public async ValueTask<bool> TryReserveAsync(string userId)
    {
        var reservation = new Reservation();
        var user = Lock(userId);
        try
        {
            user.Reservations.Enqueue(reservation);
            Work(user);
        }
        finally
        {
            user.Gate.Exit();
        }

        try
        {
            if (!await HereAsync(reservation.Answer).WaitAsync(_settings.ConnectTimeout, _time)) return false;
        }
        catch (TimeoutException error)
        {
            lock (user.Gate)
            {
                if (!reservation.Answer.IsCompletedSuccessfully)
                {
                    reservation.IsAbandoned = true;
                    throw new ClusterUnavailableException("Redis has not answered, so the user's places at other processes cannot be counted.", error);
                }
            }

            if (!await reservation.Answer) return false;
        }

        if (await _local.TryReserveAsync(userId)) return true;

        GiveBack(user);
        return false;
    }

    public async ValueTask ReleaseAsync(string userId)
    {
        await _local.ReleaseAsync(userId);
        GiveBack(_users[userId]);
    }

    public async ValueTask JoinAsync(Connection connection, ISocketUser user)
    {
        // The local directory first: a message that comes at once finds the connection.
        await _local.JoinAsync(connection, user);
        Task written;
        var known = _users[user.Id];
        lock (known.Gate)
        {
            known.User = user;
            known.Devices++;
            known.Touch();
            written = known.WrittenAsync();
            Work(known);
        }

        await written;
        foreach (var room in _local.OwnRoomsOf(user.Id)) await EnterOwnAsync(user.Id, room); // entered before it was known who the user is
    }

    public async Task ReadyAsync(string userId)
    {
        if (!_presence.Hooks.HasOnline || !_users.TryGetValue(userId, out var user)) return;

        Task told;
        lock (user.Gate)
        {
            if (user.IsHome) told = _presence.ReadyAsync(userId);
            else if (user.Record is not { IsOnline: true, IsTold: false }) return;
            else told = user.ToldAsync();
        }

        // The home's hooks may take no longer; the message that says that they have ended may be lost.
        await HereAsync(told).WaitAsync(_options.DefaultTimeout, _time).ConfigureAwait(Quietly);
    }

    public async ValueTask LeaveAsync(Connection connection, ISocketUser? user)
    {
        await _local.LeaveAsync(connection, user);
        if (user is null) return;

        var known = _users[user.Id];
        lock (known.Gate)
        {
            known.Devices--;
            known.Places--;
            known.Touch();
            Work(known);
            if (known.Devices > 0) return;
        }

        await _local.LeaveRoomsAsync(user.Id); // the directory keeps them
    }

    public void GoOffline(string userId, int departure)
    {
        if (!_users.TryGetValue(userId, out var user)) return;

        lock (user.Gate)
        {
            if (!user.IsHome || _presence.DepartureOf(userId) != departure) return;

            user.Departure = (departure, user.Number);
            Work(user);
        }
    }

    // Presence asks again as long as the user is offline, and the rooms have not been left.
    public async ValueTask LeaveRoomsAsync(string userId)
    {
        try
        {
            if (_users.TryGetValue(userId, out var user) && await _store.ForgetRoomsAsync(Self.Id, userId) is { } rooms)
            {
                lock (user.Gate)
                {
                    if (_presence.TryLeaveRooms(userId)) return;
                    foreach (var room in rooms) _presence.Left(user.User, room); // back meanwhile, but in no room any more
                    return;
                }
            }

            await Task.Delay(s_moment, _time); // the user is back, or another process's: presence is about to be told
        }
        catch (Exception error) when (error is ClusterUnavailableException or FencedException)
        {
            await Task.Delay(BeatInterval, _time);
        }
    }

    public void Told(string userId, bool isOnline, long number)
    {
        if (_presence.Hooks.IsEmpty) return; // the directory knows that nothing is told

        var user = Lock(userId);
        try
        {
            user.Told = (isOnline, number);
            user.IsToldPending = true;
            Work(user);
        }
        finally
        {
            user.Gate.Exit();
        }
    }

    public async ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken)
        => (await OnlineAsync([userId], cancellationToken)).Count > 0;

    public async ValueTask<IReadOnlyList<string>> OnlineAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (userIds.Count == 0) return [];
        if (userIds.All(IsHere)) return [.. userIds];

        var records = await _store.WhereAsync(userIds).WaitAsync(cancellationToken);
        return [.. userIds.Where((userId, i) => records[i] is { IsOnline: true } || IsHere(userId))];
    }

    // What the local directory reports is a matter of this process: the directory makes of it what is one for all processes.
    void IUserListener.Joined(ISocketUser user, long number)
    {
    }

    bool IUserListener.LastLeft(ISocketUser user, long number) => true; // no longer here

    bool IUserListener.TryGoOffline(string userId, int departure, long number) => throw new NotSupportedException("The home asks the directory.");

    bool IUserListener.TryLeaveRooms(string userId) => true;

    void IUserListener.Stop() => throw new NotSupportedException("The directory is stopped.");

    void IUserListener.Adopt(Adoption adoption) => throw new NotSupportedException("Homes are of all processes.");

    IReadOnlyList<string> IUserListener.Resign(string userId) => throw new NotSupportedException("Homes are of all processes.");

    void IUserListener.Restore(string userId, IReadOnlyList<string> rooms, IReadOnlyList<string> told) => throw new NotSupportedException("Homes are of all processes.");

    bool IUserListener.IsOnline(string userId) => IsHere(userId);

    private bool IsHere(string userId) => _users.TryGetValue(userId, out var user) && user.Devices > 0;

    /// <summary>The user's object, whose gate the caller has entered and must exit.</summary>
    private ClusterUser Lock(string userId)
    {
        while (true)
        {
            var user = _users.GetOrAdd(userId, static id => new(id));
            user.Gate.Enter();
            if (!user.IsRemoved)
            {
                user.IsIdle = false;
                return user;
            }

            user.Gate.Exit();
        }
    }

    private void GiveBack(ClusterUser user)
    {
        lock (user.Gate)
        {
            user.Places--;
            user.Touch();
            Work(user);
        }
    }

    /// <summary>Starts the user's task, unless it runs or the user waits for the directory. The caller holds the gate.</summary>
    private void Work(ClusterUser user)
    {
        if (user.IsBusy || user.IsDirty || !user.HasWork) return;

        user.IsBusy = true;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow()) _ = WorkAsync(user);
    }

    private async Task WorkAsync(ClusterUser user)
    {
        try
        {
            while (true)
            {
                Func<Task>? step;
                lock (user.Gate)
                {
                    step = NextStep(user);
                    if (step is null)
                    {
                        user.IsBusy = false;
                        return;
                    }
                }

                await step();
            }
        }
        catch (Exception error) when (error is ClusterUnavailableException or FencedException)
        {
            lock (user.Gate)
            {
                (user.IsBusy, user.IsDirty) = (false, true);
                user.Touch(); // what has failed may have been done
            }

            if (error is ClusterUnavailableException unavailable) NotReached(unavailable);
        }
#pragma warning disable CA1031 // A fault must not be hidden in a task that nobody awaits, and the user must not hang.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.UserFailed(error, user.Id);
            lock (user.Gate) (user.IsBusy, user.IsDirty) = (false, true);
        }
    }

    private Func<Task>? NextStep(ClusterUser user)
    {
        if (user.Version > user.Written) return () => WriteAsync([user], isAlone: true);
        if (user.IsToldPending) return () => WriteToldAsync(user);
        if (user.Departure is { } departure) return () => EndDelayAsync(user, departure.Departure, departure.Number);
        if (user.IsResigning && MayResign(user)) return () => ResignAsync(user);
        user.IsResigning = false;
        while (user.Reservations.TryDequeue(out var reservation))
        {
            if (!reservation.IsAbandoned) return () => ReserveAsync(user, reservation);
        }

        return null;
    }

    private async Task ReserveAsync(ClusterUser user, Reservation reservation)
    {
        UserCounts counts;
        lock (user.Gate) counts = CountsOf(user) with { Places = user.Places + 1, MaxPlaces = _options.MaxConnectionsPerUser, AsksRooms = false };
        SetReply reply;
        try
        {
            reply = (await _store.SetAsync(Self.Id, [counts]))[0];
        }
        catch
        {
            lock (user.Gate)
            {
                if (!reservation.IsAbandoned) user.Reservations.Enqueue(reservation);
            }

            throw;
        }

        lock (user.Gate)
        {
            if (!reply.IsFull)
            {
                if (reservation.IsAbandoned) user.Touch();
                else user.Places++;
                Apply(user, reply.Record);
            }

            reservation.Decide(!reply.IsFull);
        }
    }

    /// <summary>Writes the counts of users.</summary>
    private async Task WriteAsync(ClusterUser[] users, bool isAlone = false)
    {
        var counts = new UserCounts[users.Length];
        var versions = new long[users.Length];
        for (var i = 0; i < users.Length; i++)
        {
            lock (users[i].Gate) (counts[i], versions[i]) = (CountsOf(users[i]), users[i].Version);
        }

        var replies = await _store.SetAsync(Self.Id, counts);
        for (var i = 0; i < users.Length; i++)
        {
            var user = users[i];
            if (counts[i].AsksRooms) await LeaveAllButAsync(user.Id, replies[i].Rooms);
            foreach (var room in replies[i].Rooms) await _local.EnterAsync(Recipients.Of(user.Id, null), room, default);
            lock (user.Gate)
            {
                var wasHome = user.IsHome;
                Apply(user, replies[i].Record);
                if (counts[i].AsksRooms && wasHome && user is { IsHome: true, Record: { } record }) Adopt(user, record); // all of it anew
                user.RestoresFacts = false;
                user.HasWritten(versions[i]);
                if (isAlone) continue;

                user.IsDirty = false;
                Work(user);
            }
        }
    }

    private async Task WriteToldAsync(ClusterUser user)
    {
        (bool IsOnline, long Number) told;
        lock (user.Gate) told = user.Told!.Value;
        var record = await _store.ToldAsync(Self.Id, user.Id, told.IsOnline, told.Number);
        lock (user.Gate)
        {
            if (user.Told == told) user.IsToldPending = false;
            Apply(user, record);
        }
    }

    private async Task EndDelayAsync(ClusterUser user, int departure, long number)
    {
        var record = await _store.GoneAsync(Self.Id, user.Id, number);
        lock (user.Gate)
        {
            if (user.Departure == (departure, number)) user.Departure = null;
            if (record is { IsOnline: false } && user is { IsHome: true, IsPresent: false } && record.Number > user.Number)
            {
                (user.Record, user.Number) = (record, record.Number);
                // Presence may have been told of a newer departure meanwhile.
                if (!_presence.TryGoOffline(user.Id, departure, record.Flip)) Adopt(user, record);
            }

            Apply(user, record);
        }
    }

    private async Task ResignAsync(ClusterUser user)
    {
        var home = await _store.ResignAsync(Self.Id, user.Id);
        lock (user.Gate)
        {
            user.IsResigning = false;
            if (!user.IsHome) return;

            if (home is not null)
            {
                (user.IsHome, user.IsPresent) = (false, false);
                _presence.Resign(user.Id);
                return;
            }
        }

        // There is no other process: the delay of the departure ends now.
        UserRecord? record;
        long number;
        lock (user.Gate) number = user.Number;
        record = await _store.GoneAsync(Self.Id, user.Id, number);
        lock (user.Gate)
        {
            if (record is { IsOnline: false } && user.IsHome)
            {
                (user.Record, user.Number) = (record, record.Number);
                Adopt(user, record);
            }
            else
            {
                Apply(user, record);
            }
        }
    }

    /// <summary>A record that was not asked for.</summary>
    private void Apply(string userId, UserRecord record)
    {
        var user = Lock(userId);
        try
        {
            Apply(user, record);
            Work(user);
        }
        finally
        {
            user.Gate.Exit();
        }
    }

    /// <summary>
    /// Takes a record from the directory, unless a newer one has come: replies and messages may overtake each other. The caller holds the
    /// gate.
    /// </summary>
    private void Apply(ClusterUser user, UserRecord? record)
    {
        if (record is null)
        {
            user.Record = null;
            if (user.IsHome) _presence.Resign(user.Id);
            (user.IsHome, user.IsPresent) = (false, false);
            user.ReleaseMessages();
            return;
        }

        if (_self is not { } self || record.Number < user.Number) return;
        // After the deletion of a record, a late message may still bring that record.
        if (record.Number == user.Number && (user.Record is { } known ? record.ToldNumber < known.ToldNumber : user.Number > 0)) return;

        var before = user.Record;
        (user.Record, user.Number) = (record, record.Number);
        if (record.Home != self.Id)
        {
            if (user.IsHome) _presence.Resign(user.Id);
            (user.IsHome, user.IsPresent) = (false, false);
        }
        else if (!user.IsHome)
        {
            (user.IsHome, user.IsPresent) = (true, record.IsPresent);
            Adopt(user, record);
        }
        else
        {
            Update(user, record, before);
        }

        ConsiderResigning(user);
        if (user.IsHome && record.IsOver && user.Places == 0) user.Touch(); // the home deletes it
        // The directory has lost what this process has told, or has only what another process told earlier.
        if (record.ToldOnline is not null && user.Told?.Number > record.ToldNumber) user.IsToldPending = true;
        user.ReleaseMessages();
    }

    /// <summary>Tells presence, at the home, what has changed.</summary>
    private void Update(ClusterUser user, UserRecord record, UserRecord? before)
    {
        var wasPresent = user.IsPresent;
        user.IsPresent = record.IsPresent;
        if (before is not null && record.ToldNumber > before.ToldNumber && !(user.Told?.Number >= record.ToldNumber)) Adopt(user, record);
        else if (record.IsPresent && (!wasPresent || record.Flip > before?.Flip)) _presence.Joined(user.User, record.Flip);
        else if (!record.IsPresent && wasPresent && !(_isStopping && record.IsOnline)) _presence.LastLeft(user.User, record.Flip);
        else if (!record.IsOnline && record.Flip > before?.Flip) Adopt(user, record);
        else if (record is { IsOnline: true, IsPresent: false } && record.Number > before?.Number && !_isStopping)
        {
            // Back and gone again before this process has received either: the delay begins anew, as the one that ran counts for nothing
            // now.
            _presence.Joined(user.User, record.Flip);
            _presence.LastLeft(user.User, record.Flip);
        }
    }

    /// <summary>The program stops: users who are not here, and whose hooks have been called, get another home.</summary>
    private void ConsiderResigning(ClusterUser user)
    {
        if (_isStopping && MayResign(user)) user.IsResigning = true;
    }

    private static bool MayResign(ClusterUser user) => user is { IsHome: true, Devices: 0, Record: { IsOnline: true, IsTold: true } };

    private void Adopt(ClusterUser user, UserRecord record)
    {
        var (toldOnline, toldNumber) = (record.ToldOnline, record.ToldNumber);
        // This process has called hooks since, and the directory does not know that yet.
        if (toldOnline is not null && user.Told is { } own && own.Number > toldNumber) (toldOnline, toldNumber) = own;

        // A user who was never told online has no rooms that were told.
        var awaitsRooms = _presence.HearsOfRooms && toldOnline is not false;
        _presence.Adopt(new(user.User, record.IsOnline, record.IsPresent, record.Flip, toldOnline, toldNumber, awaitsRooms));
        if (awaitsRooms) _ = RestoreRoomsAsync(user);
    }

    private UserCounts CountsOf(ClusterUser user)
        => new(user.Id, user.Places, user.Devices, 0, user.RestoresFacts ? user.Told?.IsOnline : null, user.Told?.Number ?? 0, null, user.Asked > 0, _isLate);
}
