using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>The users of this process.</summary>
internal sealed class LocalUserDirectory(IUserListener listener, IOptions<QueueRunOptions> options) : IUserDirectory
{
    private readonly ConcurrentDictionary<string, Devices> _users = new(StringComparer.Ordinal);
    private readonly int _maxConnections = options.Value.MaxConnectionsPerUser;

    /// <summary>The open connections of one user: copied on write, so that a send walks an array nobody changes.</summary>
    private sealed class Devices
    {
        public readonly Lock Gate = new();
        public volatile Connection[] Connections = [];
        public int Places;      // of connections, and of those that are on their way
        public bool Removed;
    }

    public ValueTask<bool> TryReserveAsync(string userId)
    {
        while (true)
        {
            var devices = _users.GetOrAdd(userId, static _ => new Devices());
            lock (devices.Gate)
            {
                if (devices.Removed) continue; // the last place was given back between the two lines above

                if (devices.Places >= _maxConnections) return new(false);

                devices.Places++;
                return new(true);
            }
        }
    }

    public void Release(string userId)
    {
        var devices = _users[userId];
        lock (devices.Gate) GiveBack(userId, devices);
    }

    public ValueTask JoinAsync(Connection connection, ISocketUser user)
    {
        var devices = _users[user.Id];
        lock (devices.Gate)
        {
            var first = devices.Connections.Length == 0;
            devices.Connections = [.. devices.Connections, connection];
            if (first) listener.Joined(user);
        }

        return default;
    }

    public Task ReadyAsync(string userId) => listener.ReadyAsync(userId);

    public ValueTask LeaveAsync(Connection connection, ISocketUser user)
    {
        var devices = _users[user.Id];
        lock (devices.Gate)
        {
            devices.Connections = Array.FindAll(devices.Connections, other => other != connection);
            if (devices.Connections.Length == 0) listener.LastLeft(user);
            GiveBack(user.Id, devices);
        }

        return default;
    }

    public ValueTask<SendResult> SendAsync(IReadOnlyList<string> userIds, Frame frame, Connection? own, CancellationToken cancellationToken)
    {
        if (own is not null && userIds.Count == 1 && ConnectionsOf(userIds[0]) is [var only] && only == own)
            return SendToOwnAsync(userIds[0], frame, own, cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        var reached = 0;
        List<string>? offline = null;
        for (var i = 0; i < userIds.Count; i++)
        {
            var taken = false;
            foreach (var connection in ConnectionsOf(userIds[i])) taken |= connection.TrySend(frame);

            if (taken) reached++;
            else (offline ??= []).Add(userIds[i]);
        }

        return new(new SendResult(reached, offline ?? (IReadOnlyList<string>)[]));
    }

    public ValueTask CloseAsync(IReadOnlyList<string> userIds, int status, string? reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var i = 0; i < userIds.Count; i++)
        {
            foreach (var connection in ConnectionsOf(userIds[i])) connection.Close(status, reason);
        }

        return default;
    }

    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(listener.IsOnline(userId));
    }

    private static async ValueTask<SendResult> SendToOwnAsync(string userId, Frame frame, Connection own, CancellationToken cancellationToken)
        => await own.SendAsync(frame, cancellationToken) ? new SendResult(1, []) : new SendResult(0, [userId]);

    private Connection[] ConnectionsOf(string userId) => _users.TryGetValue(userId, out var devices) ? devices.Connections : [];

    private void GiveBack(string userId, Devices devices)
    {
        if (--devices.Places > 0) return;

        devices.Removed = true;
        _users.TryRemove(userId, out _);
    }
}
