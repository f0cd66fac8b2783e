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

    public SharedDirectory(SharedUsers shared, IUserListener presence, IOptions<QueueRunOptions> options)
    {
        (_shared, _presence, _local) = (shared, presence, new(this, options));
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

    public void Release(string userId)
    {
        _local.Release(userId);
        _shared.Release(userId);
    }

    public async ValueTask JoinAsync(Connection connection, ISocketUser user)
    {
        await _local.JoinAsync(connection, user);
        await _told[user.Id];
    }

    public async ValueTask LeaveAsync(Connection connection, ISocketUser user)
    {
        await _local.LeaveAsync(connection, user);
        _shared.Release(user.Id);
        await _told[user.Id];
    }

    public Task ReadyAsync(string userId) => _shared.CallAsync(_shared.Home(userId), async home =>
    {
        await home._presence.ReadyAsync(userId);
        return true;
    });

    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken)
        => new(_shared.CallAsync(_shared.Home(userId), home => Task.FromResult(home._presence.IsOnline(userId))));

    public async ValueTask<SendResult> SendAsync(IReadOnlyList<string> userIds, Frame frame, Connection? own, CancellationToken cancellationToken)
    {
        // Everything is on its way before anything is awaited: the order of the calls is the order of the messages.
        var (opcode, payload) = (frame.Opcode, frame.Payload.ToArray());
        var sending = userIds.SelectMany(_shared.Whereabouts).Distinct()
            .Select(node => node == this
                ? _local.SendAsync(userIds, frame, own, cancellationToken).AsTask()
                : _shared.CallAsync(node, node => node.SendHereAsync(userIds, opcode, payload)))
            .ToArray();
        var offline = userIds.ToHashSet();
        foreach (var sent in sending) offline.IntersectWith((await sent).Offline);
        return new(userIds.Count - offline.Count, [.. offline]);
    }

    public async ValueTask CloseAsync(IReadOnlyList<string> userIds, int status, string? reason, CancellationToken cancellationToken)
    {
        foreach (var node in userIds.SelectMany(_shared.Whereabouts).Distinct().ToArray())
        {
            await _shared.CallAsync(node, async node =>
            {
                await node._local.CloseAsync(userIds, status, reason, default);
                return true;
            });
        }
    }

    // What the local directory tells is a matter of this process: the home makes of it what is one of all processes.
    void IUserListener.Joined(ISocketUser user) => _told[user.Id] = _shared.CallAsync(_shared.Home(user.Id), home =>
    {
        if (_shared.Came(user.Id, this)) home._presence.Joined(user);
        return Task.FromResult(true);
    });

    void IUserListener.LastLeft(ISocketUser user) => _told[user.Id] = _shared.CallAsync(_shared.Home(user.Id), home =>
    {
        if (_shared.Went(user.Id, this)) home._presence.LastLeft(user);
        return Task.FromResult(true);
    });

    Task IUserListener.ReadyAsync(string userId) => throw new NotSupportedException("The home is asked.");

    bool IUserListener.IsOnline(string userId) => throw new NotSupportedException("The home is asked.");

    private async Task<SendResult> SendHereAsync(IReadOnlyList<string> userIds, Opcode opcode, byte[] payload)
    {
        var frame = Frame.Create(opcode, payload);
        var result = await _local.SendAsync(userIds, frame, own: null, default);
        frame.Release();
        return result;
    }
}
