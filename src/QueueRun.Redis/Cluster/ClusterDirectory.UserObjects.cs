using QueueRun.Connections;

namespace QueueRun.Redis.Cluster;

// The users of the application's own types: where hooks take them, the directory keeps their JSON for processes that have never seen them.
internal sealed partial class ClusterDirectory
{
    /// <summary>The JSON of a user whose type no hook takes: what was written before is not this user.</summary>
    private static readonly byte[] s_nothing = "null"u8.ToArray();

    async ValueTask<ISocketUser> IPresenceDirectory.UserOfHooksAsync(ISocketUser known)
    {
        if (_userJson.IsEmpty || !_users.TryGetValue(known.Id, out var user)) return known;

        while (true)
        {
            lock (user.Gate)
            {
                if (user.Devices > 0) return user.User;
            }

            try
            {
                return Read(user, await _store.UserJsonAsync(known.Id));
            }
            catch (Exception error) when (error is ClusterUnavailableException or ObjectDisposedException)
            {
                if (_stop.IsCancellationRequested) return known;

                await Task.Delay(BeatInterval, _time); // hooks wait for the directory
            }
        }
    }

    /// <summary>
    /// The user as the directory has it. The object of a connection that was here stays, if it is the one that was written.
    /// </summary>
    private ISocketUser Read(ClusterUser user, byte[]? json)
    {
        lock (user.Gate)
        {
            if (json is null || (user.Json is { } own && json.AsSpan().SequenceEqual(own))) return user.User;
        }

        ISocketUser read = json.AsSpan().SequenceEqual(s_nothing) ? new SocketUser(user.Id) : _userJson.Read(user.Id, json);
        lock (user.Gate)
        {
            if (user.Devices == 0) (user.User, user.Json) = (read, json);
            return user.User;
        }
    }

    /// <summary>What is to be written for a user who connects; null if hooks take no such users.</summary>
    private byte[]? JsonOf(ISocketUser user) => _userJson.IsEmpty ? null : _userJson.Write(user) ?? s_nothing;

    /// <summary>What is to be written with the counts of a user. The caller holds the gate.</summary>
    private static byte[]? JsonToWrite(ClusterUser user) => user.IsJsonPending && (user.Devices > 0 || user.RestoresFacts) ? user.Json : null;
}
