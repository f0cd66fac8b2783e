using QueueRun.Connections;

namespace QueueRun.Redis.Cluster;

// Users: their places and connections at this process.
internal sealed partial class ClusterDirectory
{
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
        var json = JsonOf(user);
        var known = _users[user.Id];
        lock (known.Gate)
        {
            (known.User, known.Json, known.IsJsonPending) = (user, json, json is not null);
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
}
