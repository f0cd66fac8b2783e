using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace QueueRun.Connections;

/// <summary>The users and rooms of this process.</summary>
internal sealed partial class LocalUserDirectory(IUserListener listener, ConnectionTable table, RoomTable rooms, IOptions<QueueRunOptions> options) : IUserDirectory
{
    private readonly ConcurrentDictionary<string, Membership> _users = new(StringComparer.Ordinal);
    private readonly int _maxConnections = options.Value.MaxConnectionsPerUser;

    public ValueTask<bool> TryReserveAsync(string userId)
    {
        while (true)
        {
            var user = _users.GetOrAdd(userId, static (_, rooms) => new(rooms), rooms);
            lock (user.Gate)
            {
                if (user.IsRemoved) continue; // the last place was released between the two lines above

                if (user.Places >= _maxConnections) return new(false);

                user.Places++;
                return new(true);
            }
        }
    }

    public ValueTask ReleaseAsync(string userId)
    {
        var user = _users[userId];
        lock (user.Gate)
        {
            user.Places--;
            RemoveIfEmpty(userId, user);
        }

        return default;
    }

    public ValueTask JoinAsync(Connection connection, ISocketUser user)
    {
        var membership = _users[user.Id];
        lock (membership.Gate)
        {
            connection.Membership = membership;
            connection.Standing = Standing.Joined; // from here on it enters rooms as the user's; rooms entered before are taken over below
            var first = membership.Connections.Length == 0;
            string[] entered = TakeBare(connection) is { } nobody ? membership.Take(nobody) : [];
            membership.Add(connection, user);
            if (first) listener.Joined(user);
            foreach (var room in entered) Entered(user, room);
        }

        return default;
    }

    public Task ReadyAsync(string userId) => listener.ReadyAsync(userId);

    public ValueTask LeaveAsync(Connection connection, ISocketUser? user)
    {
        connection.Standing = Standing.Left;
        connection.Membership = null;
        EndBare(connection);
        if (user is null) return default;

        var membership = _users[user.Id];
        lock (membership.Gate)
        {
            membership.Remove(connection, user, room => Left(user, room));
            membership.Places--;
            if (membership.Connections.Length == 0 && listener.LastLeft(user)) membership.GoOffline();
            RemoveIfEmpty(user.Id, membership);
        }

        return default;
    }

    public void GoOffline(string userId, int departure)
    {
        if (!_users.TryGetValue(userId, out var membership)) return; // offline: a user is removed only when offline

        lock (membership.Gate)
        {
            if (membership.Connections.Length > 0 || !listener.TryGoOffline(userId, departure)) return;

            membership.GoOffline();
            RemoveIfEmpty(userId, membership);
        }
    }

    public ValueTask LeaveRoomsAsync(string userId)
    {
        if (!_users.TryGetValue(userId, out var membership)) return default; // has left them: a user's object is kept until then

        lock (membership.Gate)
        {
            if (membership.IsOnline || !listener.TryLeaveRooms(userId)) return default;

            membership.LeaveRooms();
            RemoveIfEmpty(userId, membership);
        }

        return default;
    }

    public void Stop() => listener.Stop();

    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(listener.IsOnline(userId));
    }

    public ValueTask<IReadOnlyList<string>> OnlineAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new([.. userIds.Where(listener.IsOnline)]);
    }

    /// <summary>
    /// The membership of a user; null if there is none. That of the sender's own user, the usual one, need not be looked up.
    /// </summary>
    private Membership? Find(string userId, Connection? sender)
        => sender?.Membership is { } own && sender.User!.Id == userId ? own : _users.GetValueOrDefault(userId);

    private Connection[] ConnectionsOf(string userId, Connection? sender) => Find(userId, sender)?.Connections ?? [];

    private void RemoveIfEmpty(string userId, Membership user)
    {
        if (!user.IsEmpty || user.IsRemoved) return;

        user.IsRemoved = true;
        _users.TryRemove(userId, out _);
    }
}
