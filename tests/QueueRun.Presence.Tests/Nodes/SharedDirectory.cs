using Microsoft.Extensions.Options;
using QueueRun.Connections;
using QueueRun.Wire;

namespace QueueRun.Presence.Tests.Nodes;

/// <summary>
/// One process's directory where there are several: its own connections are in a <see cref="LocalUserDirectory"/>, and each user has one home
/// process, whose presence tells his hooks.
/// </summary>
internal sealed class SharedDirectory : IUserDirectory, IUserListener
{
    private readonly SharedUsers _shared;
    private readonly IUserListener _presence;
    private readonly LocalUserDirectory _local;
    private readonly int _maxConnections;
    private readonly Dictionary<string, Task> _told = [];   // the home knows of a user's coming here, and of his going

    public SharedDirectory(SharedUsers shared, IUserListener presence, ConnectionTable table, RoomTable rooms, IOptions<QueueRunOptions> options)
    {
        (_shared, _presence, _local) = (shared, presence, new(this, table, rooms, options));
        _maxConnections = options.Value.MaxConnectionsPerUser;
        shared.Add(this);
    }

    public async ValueTask<bool> TryReserveAsync(string userId)
    {
        await Task.Yield(); // as everything that others answer
        if (!_shared.TryReserve(userId, _maxConnections)) return false;

        await _local.TryReserveAsync(userId);
        return true;
    }

    public async ValueTask ReleaseAsync(string userId)
    {
        await _local.ReleaseAsync(userId);
        _shared.Release(userId);
    }

    public async ValueTask JoinAsync(Connection connection, ISocketUser user)
    {
        await _local.JoinAsync(connection, user);
        await _told[user.Id];
    }

    public async ValueTask LeaveAsync(Connection connection, ISocketUser? user)
    {
        await _local.LeaveAsync(connection, user);
        if (user is null) return;

        _shared.Release(user.Id);
        await _told[user.Id];
        await _local.LeaveRoomsAsync(user.Id);
    }

    // The home's presence asks its own process, and nobody may come meanwhile: that is told on the home's line, too.
    public void GoOffline(string userId, int departure) => _presence.TryGoOffline(userId, departure);

    public ValueTask LeaveRoomsAsync(string userId)
    {
        _presence.TryLeaveRooms(userId);
        return default;
    }

    public void Stop() => _presence.Stop();

    public Task ReadyAsync(string userId) => _shared.CallAsync(_shared.Home(userId), async home =>
    {
        await home._presence.ReadyAsync(userId);
        return true;
    });

    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken)
        => new(_shared.CallAsync(_shared.Home(userId), home => Task.FromResult(home._presence.IsOnline(userId))));

    public ValueTask<IReadOnlyList<string>> OnlineAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken) => throw new NotSupportedException("Nobody asks.");

    public ValueTask EnterAsync(in Recipients who, string room, CancellationToken cancellationToken) => throw new NotSupportedException("There are no rooms over several processes yet.");

    public ValueTask ExitAsync(in Recipients who, string room, CancellationToken cancellationToken) => throw new NotSupportedException("There are no rooms over several processes yet.");

    public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken) => throw new NotSupportedException("There are no rooms over several processes yet.");

    public async ValueTask<SendResult> SendAsync(Recipients to, Frame frame, CancellationToken cancellationToken)
    {
        var userIds = to.UserIds.ToArray();
        // Everything is on its way before anything is awaited: the order of the calls is the order of the messages.
        var (opcode, payload) = (frame.Opcode, frame.Payload.ToArray());
        var sending = userIds.SelectMany(_shared.Whereabouts).Distinct()
            .Select(node => node == this
                ? _local.SendAsync(to, frame, cancellationToken).AsTask()
                : _shared.CallAsync(node, node => node.SendHereAsync(userIds, opcode, payload)))
            .ToArray();
        var offline = userIds.ToHashSet();
        foreach (var sent in sending) offline.IntersectWith((await sent).Offline);
        return new(userIds.Length - offline.Count, [.. offline]);
    }

    public async ValueTask CloseAsync(Recipients who, int status, string? reason, CancellationToken cancellationToken)
    {
        var userIds = who.UserIds.ToArray();
        foreach (var node in userIds.SelectMany(_shared.Whereabouts).Distinct().ToArray())
        {
            await _shared.CallAsync(node, async node =>
            {
                await node._local.CloseAsync(Recipients.Of(userIds, null), status, reason, default);
                return true;
            });
        }
    }

    // What the local directory tells is a matter of this process: the home makes of it what is one of all processes.
    void IUserListener.Joined(ISocketUser user, long number) => _told[user.Id] = _shared.CallAsync(_shared.Home(user.Id), home =>
    {
        if (_shared.Came(user.Id, this)) home._presence.Joined(user);
        return Task.FromResult(true);
    });

    bool IUserListener.LastLeft(ISocketUser user, long number)
    {
        _told[user.Id] = _shared.CallAsync(_shared.Home(user.Id), home =>
        {
            if (_shared.Went(user.Id, this)) home._presence.LastLeft(user);
            return Task.FromResult(true);
        });
        return true; // no longer here
    }

    Task IUserListener.ReadyAsync(string userId) => throw new NotSupportedException("The home is asked.");

    bool IUserListener.IsOnline(string userId) => false; // none of this process's: the home is asked

    bool IUserListener.TryGoOffline(string userId, int departure, long number) => throw new NotSupportedException("The home does.");

    void IUserListener.Stop() => throw new NotSupportedException("The home does.");

    void IUserListener.Adopt(Adoption adoption) => throw new NotSupportedException("A home lives as long as the others.");

    IReadOnlyList<string> IUserListener.Resign(string userId) => throw new NotSupportedException("A home lives as long as the others.");

    void IUserListener.Restore(string userId, IReadOnlyList<string> rooms, IReadOnlyList<string> told) => throw new NotSupportedException("A home lives as long as the others.");

    bool IUserListener.TryLeaveRooms(string userId) => true; // there are none

    bool IUserListener.HearsOfRooms => false;

    void IUserListener.Entered(ISocketUser user, string room) => throw new NotSupportedException("There are no rooms over several processes yet.");

    void IUserListener.Left(ISocketUser user, string room) => throw new NotSupportedException("There are no rooms over several processes yet.");

    private async Task<SendResult> SendHereAsync(string[] userIds, Opcode opcode, byte[] payload)
    {
        var frame = Frame.Create(opcode, payload);
        var result = await _local.SendAsync(Recipients.Of(userIds, null), frame, default);
        frame.Release();
        return result;
    }
}
