using System.Collections.Concurrent;

namespace QueueRun.Connections;

// Joins and leaves rooms.
internal sealed partial class LocalUserDirectory
{
    /// <summary>The connections in rooms that have no user, or none yet.</summary>
    private readonly ConcurrentDictionary<Connection, Membership> _bare = new();
    private readonly int _maxRooms = options.Value.MaxRoomsPerUser;

    public ValueTask EnterAsync(in Recipients who, string room, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var userId in who.UserIds)
        {
            if (who.IsWhole(userId) && Find(userId, who.Sender) is { } user) Enter(user, room);
        }

        foreach (var connection in SingleConnectionsOf(who)) Enter(connection, room);
        return default;
    }

    public ValueTask ExitAsync(in Recipients who, string room, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var userId in who.UserIds)
        {
            if (who.IsWhole(userId) && Find(userId, who.Sender) is { } user) Exit(user, room);
        }

        foreach (var connection in SingleConnectionsOf(who)) Exit(connection, room);
        return default;
    }

    public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(rooms.MembersOf(room));
    }

    /// <summary>The users of this process and their rooms: those of the user, and those of connections by themselves.</summary>
    public IEnumerable<(string UserId, string Room, bool IsWhole)> RoomsOfUsers()
    {
        foreach (var (userId, membership) in _users)
        {
            (string Room, bool IsWhole)[] rooms;
            lock (membership.Gate) rooms = membership.RoomsAndWays();
            foreach (var (room, isWhole) in rooms) yield return (userId, room, isWhole);
        }
    }

    /// <summary>The rooms that connections of a user are in by themselves.</summary>
    public IReadOnlyList<string> OwnRoomsOf(string userId) => RoomsOf(userId, isWhole: false);

    /// <summary>The rooms that a user is in with all connections.</summary>
    public IReadOnlyList<string> WholeRoomsOf(string userId) => RoomsOf(userId, isWhole: true);

    private IReadOnlyList<string> RoomsOf(string userId, bool isWhole)
    {
        if (!_users.TryGetValue(userId, out var membership)) return [];

        lock (membership.Gate) return [.. membership.RoomsAndWays().Where(room => room.IsWhole == isWhole).Select(room => room.Room)];
    }

    /// <summary>Puts a user into a room; does nothing if the user is offline.</summary>
    private void Enter(Membership user, string room)
    {
        lock (user.Gate)
        {
            if (!user.IsOnline) return;

            ThrowIfFull(user, room);
            if (user.Enter(room)) Entered(user.User!, room);
        }
    }

    /// <summary>Puts one connection into a room; does nothing if it has closed.</summary>
    private void Enter(Connection connection, string room)
    {
        while (connection.Standing is not Standing.Left)
        {
            var membership = UserOf(connection) ?? _bare.GetOrAdd(connection, static (connection, rooms) => new(rooms, connection), rooms);
            lock (membership.Gate)
            {
                if (!Counts(membership, connection)) continue;

                ThrowIfFull(membership, room);
                if (membership.Enter(room, connection) && membership.User is { } user) Entered(user, room);
                return;
            }
        }

        EndBare(connection); // it may have closed just before its membership was added
    }

    private void Exit(Membership user, string room)
    {
        lock (user.Gate)
        {
            if (user.Leave(room)) Left(user.User, room);
        }
    }

    private void Exit(Connection connection, string room)
    {
        while ((UserOf(connection) ?? _bare.GetValueOrDefault(connection)) is { } membership)
        {
            lock (membership.Gate)
            {
                if (!Counts(membership, connection)) continue;
                if (!membership.Leave(room, connection, out var left))
                {
                    throw new InvalidOperationException(
                        $"The connection is in room '{room}' through its user, with all of the user's connections: LeaveAsync of the user takes them out.");
                }

                if (left) Left(membership.User, room);
                return;
            }
        }
    }

    /// <summary>The membership of a connection's user; null if the connection has not joined a user, or has left.</summary>
    private static Membership? UserOf(Connection connection) => connection.Standing is Standing.Joined ? connection.Membership : null;

    /// <summary>
    /// Whether a membership is still the connection's, which may just have joined its user, or left. The caller holds the gate.
    /// </summary>
    private static bool Counts(Membership membership, Connection connection)
        => !membership.IsRemoved && connection.Standing == (membership.User is null ? Standing.Bare : Standing.Joined);

    /// <summary>The recipients that are single connections, not whole users.</summary>
    private Connection[] SingleConnectionsOf(in Recipients who) => who switch
    {
        { Connection: not null } => ConnectionsOf(who),
        { DividedUser: { } userId } => AllBut(who.Sender!, ConnectionsOf(userId, who.Sender)),
        _ => [],
    };

    /// <summary>Removes and returns the membership of a connection without a user; null if there is none.</summary>
    private Membership? TakeBare(Connection connection)
    {
        if (!_bare.TryRemove(connection, out var bare)) return null;

        lock (bare.Gate) bare.IsRemoved = true;
        return bare;
    }

    /// <summary>Removes a connection without a user from its rooms.</summary>
    private void EndBare(Connection connection)
    {
        if (TakeBare(connection) is not { } bare) return;

        lock (bare.Gate) bare.Remove(connection, null, static _ => { });
    }

    private void Entered(ISocketUser user, string room)
    {
        if (listener.HearsOfRooms) listener.Entered(user, room);
    }

    private void Left(ISocketUser? user, string room)
    {
        if (user is not null && listener.HearsOfRooms) listener.Left(user, room);
    }

    private void ThrowIfFull(Membership membership, string room)
    {
        if (membership.RoomCount < _maxRooms || membership.IsIn(room)) return;

        var subject = membership.User is { Id: var userId } ? $"User '{userId}'" : "The connection";
        throw new InvalidOperationException(
            $"{subject} is in {_maxRooms} rooms, and may be in no more: leave one, or raise the QueueRun option {nameof(QueueRunOptions.MaxRoomsPerUser)}.");
    }
}
