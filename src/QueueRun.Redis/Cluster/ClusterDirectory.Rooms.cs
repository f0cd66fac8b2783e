using QueueRun.Connections;
using QueueRun.Redis.Store;

namespace QueueRun.Redis.Cluster;

// Rooms: the directory knows which processes have a room, and which rooms a user is in.
internal sealed partial class ClusterDirectory
{
    public ValueTask EnterAsync(in Recipients who, string room, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return EnterAsync(who, WholeUsersOf(who), room, cancellationToken);
    }

    public ValueTask ExitAsync(in Recipients who, string room, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ExitAsync(who, WholeUsersOf(who), room, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [.. (await _store.MembersAsync(room).WaitAsync(cancellationToken)).Order(StringComparer.Ordinal)];
    }

    bool IUserListener.HearsOfRooms => true;

    void IUserListener.Entered(ISocketUser user, string room)
    {
    }

    /// <summary>Neither the user nor a connection of this process is in the room any more.</summary>
    void IUserListener.Left(ISocketUser user, string room) => _ = LeaveOwnAsync(user.Id, room);

    /// <summary>The recipients who are whole users, not single connections.</summary>
    private static string[] WholeUsersOf(in Recipients who)
    {
        List<string> whole = [];
        foreach (var userId in who.UserIds)
        {
            if (who.IsWhole(userId)) whole.Add(userId);
        }

        return [.. whole];
    }

    private async ValueTask EnterAsync(Recipients who, string[] whole, string room, CancellationToken cancellationToken)
    {
        if (whole.Length > 0)
        {
            var full = await FencedAsync(() => _store.EnterAsync(Self.Id, room, isWhole: true, _options.MaxRoomsPerUser, whole)).WaitAsync(cancellationToken);
            foreach (var userId in whole.Take(full ?? whole.Length)) EnterHere(userId, room);
            if (full is { } index) throw TooManyRooms(whole[index]);
        }

        // Single connections: those of the sender's user, or the sender itself.
        if (whole.Length < who.UserIds.Length || who.Connection is not null)
        {
            await _local.EnterAsync(who, room, cancellationToken);
            if ((who.Connection ?? who.Sender) is { Standing: Standing.Joined, User: { } user }) await EnterOwnAsync(user.Id, room);
        }

        await _routes.WrittenAsync(room).WaitAsync(cancellationToken);
    }

    private async ValueTask ExitAsync(Recipients who, string[] whole, string room, CancellationToken cancellationToken)
    {
        if (whole.Length > 0)
        {
            await FencedAsync(async () =>
            {
                await _store.ExitAsync(Self.Id, room, isWhole: true, whole);
                return true;
            }).WaitAsync(cancellationToken);
            foreach (var userId in whole) ExitHere(userId, room);
        }

        if (whole.Length < who.UserIds.Length || who.Connection is not null) await _local.ExitAsync(who, room, cancellationToken);
    }

    /// <summary>Connections of a user are in a room by themselves.</summary>
    private async Task EnterOwnAsync(string userId, string room)
    {
        if (await FencedAsync(() => _store.EnterAsync(Self.Id, room, isWhole: false, _options.MaxRoomsPerUser, [userId])) is not null) throw TooManyRooms(userId);
    }

    private async Task LeaveOwnAsync(string userId, string room)
    {
        try
        {
            await _store.ExitAsync(Self.Id, room, isWhole: false, [userId]);
        }
        catch (Exception error) when (error is ClusterUnavailableException or FencedException)
        {
            // The mark stays until the user is offline or joins and leaves again: the user counts as a member for longer.
        }
    }

    private void EnterHere(string userId, string room)
    {
        if (IsHere(userId)) _ = _local.EnterAsync(Recipients.Of(userId, null), room, CancellationToken.None).AsTask();
    }

    private void ExitHere(string userId, string room)
    {
        if (IsHere(userId)) _ = _local.ExitAsync(Recipients.Of(userId, null), room, CancellationToken.None).AsTask();
    }

    /// <summary>The rooms of a user, after messages were lost that may have said that the user is out of one.</summary>
    private async Task LeaveAllButAsync(string userId, IReadOnlyList<string> rooms)
    {
        foreach (var room in _local.WholeRoomsOf(userId).Except(rooms, StringComparer.Ordinal))
            await _local.ExitAsync(Recipients.Of(userId, null), room, CancellationToken.None);
    }

    /// <summary>A user whose home is here has come into a room, or is out of it, with connections of any process.</summary>
    private void Changed(string userId, string room, bool isIn)
    {
        var user = Lock(userId);
        try
        {
            if (!user.IsHome) return;

            if (isIn) _presence.Entered(user.User, room);
            else _presence.Left(user.User, room);
        }
        finally
        {
            user.Gate.Exit();
        }
    }

    public void ToldRoom(string userId, string room, bool isIn)
    {
        var user = Lock(userId);
        try
        {
            user.ToldRoomsPending[room] = isIn;
            Work(user);
        }
        finally
        {
            user.Gate.Exit();
        }
    }

    /// <summary>Tells presence the rooms of a user whose hooks this process calls from now on.</summary>
    private async Task RestoreRoomsAsync(ClusterUser user)
    {
        while (!_stop.IsCancellationRequested)
        {
            await _lease.MayCallAsync(); // after a loss, all processes have written what they know
            try
            {
                var (rooms, told) = await _store.RoomsOfAsync(user.Id);
                lock (user.Gate)
                {
                    if (user.IsHome) _presence.Restore(user.Id, rooms, told);
                    return;
                }
            }
            catch (ClusterUnavailableException)
            {
                await Task.Delay(BeatInterval, _time);
            }
        }
    }

    /// <summary>Writes the rooms of this process again, under a new id.</summary>
    private async Task RestoreRoomsAsync(string id, bool isLost)
    {
        foreach (var user in _users.Values)
        {
            IReadOnlyList<string> told;
            lock (user.Gate) (told, user.ToldRooms) = (user.ToldRooms ?? [], null);
            if (isLost && told.Count > 0) await _store.ToldRoomsAsync(id, user.Id, isIn: true, told);
        }

        _routes.WriteAll(_rooms.Names);
        foreach (var group in _local.RoomsOfUsers().GroupBy(of => (of.Room, of.IsWhole)))
        {
            foreach (var slice in group.Select(of => of.UserId).Chunk(SliceSize))
                await _store.EnterAsync(id, group.Key.Room, group.Key.IsWhole, int.MaxValue, slice);
        }
    }

    /// <summary>A process that was buried cannot change rooms until it has registered again.</summary>
    private static async Task<T> FencedAsync<T>(Func<Task<T>> command)
    {
        try
        {
            return await command();
        }
        catch (FencedException error)
        {
            throw new ClusterUnavailableException("This process is registering again.", error);
        }
    }

    private InvalidOperationException TooManyRooms(string userId) => new(
        $"User '{userId}' is in {_options.MaxRoomsPerUser} rooms, and may be in no more: leave one, or raise the QueueRun option {nameof(QueueRunOptions.MaxRoomsPerUser)}.");
}
