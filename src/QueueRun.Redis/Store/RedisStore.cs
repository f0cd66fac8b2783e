using System.Text;
using Microsoft.Extensions.Logging;
using QueueRun.Diagnostics;
using StackExchange.Redis;

namespace QueueRun.Redis.Store;

/// <summary>The directory in Redis.</summary>
internal sealed class RedisStore(Func<Task<IConnectionMultiplexer>> connect, StoreSettings settings, ILogger<RedisStore> log) : IClusterStore
{
    private const string Policy = "maxmemory_policy:";

    private static readonly Version s_oldest = new(6, 2);

    private readonly RedisKey[] _keys = [$"{{{settings.Prefix}}}:users"];
    private readonly SemaphoreSlim _connecting = new(1);
    private volatile IConnectionMultiplexer? _connection;

    public async Task SubscribeAsync(string process, Func<InboundMessage, Task> receive)
    {
        ChannelMessageQueue queue;
        try
        {
            queue = await AskAsync("subscribe", async redis => await redis.GetSubscriber().SubscribeAsync(Channel(process)));
        }
        catch (ClusterUnavailableException)
        {
            // The client subscribes all the same as soon as it is connected, for a process that never was.
            _connection?.GetSubscriber().Unsubscribe(Channel(process), flags: CommandFlags.FireAndForget);
            throw;
        }

        queue.OnMessage(message => Parse((byte[])message.Message!) is { } parsed ? receive(parsed) : Task.CompletedTask);
    }

    public async Task UnsubscribeAsync(string process) => await AskAsync("unsubscribe", async redis =>
    {
        await redis.GetSubscriber().UnsubscribeAsync(Channel(process));
        return true;
    });

    public async Task<IReadOnlyList<InboundMessage>> ReplayAsync(string process, long from)
    {
        var entries = await AskAsync("replay", redis => redis.GetDatabase().StreamRangeAsync(Key($"s:{process}"), $"{from}-0", "+"));
        return [.. entries.Select(entry => new InboundMessage(NumberOf(entry.Id.ToString()), (byte[])entry.Values[0].Value!))];
    }

    public async Task<Beat> BeatAsync(string process, string? known, string fresh, bool isNew)
    {
        var reply = await RunAsync(
            "beat", Scripts.Beat, process, (long)settings.LeaseTime.TotalMilliseconds, known ?? "", fresh, isNew ? "1" : "0", settings.Program);
        if (reply.Length == 1) throw new PrefixTakenException(settings.Prefix, settings.Program, reply[0].ToString());

        return new(
            reply[0].ToString(), (long)reply[1], TimeSpan.FromMilliseconds((long)reply[2]), (int)reply[3], (int)reply[4] == 1, Texts(reply[5]), Texts(reply[6]));
    }

    public async Task<IReadOnlyList<SetReply>> SetAsync(string process, IReadOnlyList<UserCounts> users)
    {
        List<RedisValue> arguments = [settings.Delays ? "1" : "0", settings.IsUntold ? "1" : "0"];
        foreach (var user in users)
        {
            arguments.AddRange([
                user.UserId, user.Places, user.Devices, user.MaxPlaces, user switch { { ToldOnline: null } => "", { ToldOnline: false } => "0", { IsDoubtful: true } => "x", _ => "1" }, user.ToldNumber,
                user.Json ?? [], user.AsksRooms ? "1" : "0"]);
        }

        var reply = await RunAsync("set", Scripts.Set, process, [.. arguments]);
        return [.. users.Select((_, i) => ToSetReply(reply[2 * i].ToString(), Texts(reply[(2 * i) + 1])))];
    }

    public async Task<UserRecord?> ToldAsync(string process, string userId, bool isOnline, long number)
        => ToRecord(await RunAsync("told", Scripts.Told, process, userId, isOnline ? "1" : "0", number));

    public async Task<UserRecord?> GoneAsync(string process, string userId, long number)
        => ToRecord(await RunAsync("gone", Scripts.Gone, process, settings.IsUntold ? "1" : "0", userId, number));

    public async Task<string?> ResignAsync(string process, string userId)
        => (await RunAsync("resign", Scripts.Resign, process, userId)).ToString() is { Length: > 0 } home ? home : null;

    public async Task<IReadOnlyList<string>?> ForgetRoomsAsync(string process, string userId)
    {
        var reply = await RunAsync("forget_rooms", Scripts.ForgetRooms, process, userId);
        return (int)reply[0] == 1 ? Texts(reply[1]) : null;
    }

    public async Task<IReadOnlyList<UserRecord?>> WhereAsync(IReadOnlyList<string> userIds)
    {
        var records = await AskAsync("where", redis => redis.GetDatabase().HashGetAsync(_keys[0], [.. userIds.Select(id => (RedisValue)id)]));
        return [.. records.Select(record => record.IsNullOrEmpty ? null : UserRecord.Parse(record.ToString()))];
    }

    public async Task<byte[]?> UserJsonAsync(string userId) => await AskAsync("user", redis => redis.GetDatabase().HashGetAsync(Key("json"), userId));

    public async Task<SendReply> SendAsync(string process, char kind, ReadOnlyMemory<byte> tail, ReadOnlyMemory<byte> trace, IReadOnlyList<string> userIds)
    {
        var reply = await RunAsync("send", Scripts.Send, process, [kind.ToString(), tail, trace, .. userIds.Select(id => (RedisValue)id)]);
        return new((int)reply[0] == 1, [.. ((RedisResult[])reply[1]!).Select(index => (int)index)]);
    }

    public Task SendToRoomAsync(string process, char kind, ReadOnlyMemory<byte> tail, ReadOnlyMemory<byte> trace, string? room)
        => RunAsync("send_to_room", Scripts.SendToRoom, process, kind.ToString(), tail, trace, room ?? "");

    public async Task<int?> EnterAsync(string process, string room, bool isWhole, int maxRooms, IReadOnlyList<string> userIds)
    {
        var full = (int)await RunAsync(
            "enter", Scripts.Enter, process, [Hooks, room, isWhole ? "u" : process, maxRooms, .. userIds.Select(id => (RedisValue)id)]);
        return full < 0 ? null : full;
    }

    public Task ExitAsync(string process, string room, bool isWhole, IReadOnlyList<string> userIds)
        => RunAsync("exit", Scripts.Exit, process, [Hooks, room, isWhole ? "u" : process, .. userIds.Select(id => (RedisValue)id)]);

    public Task ToldRoomsAsync(string process, string userId, bool isIn, IReadOnlyList<string> rooms)
        => RunAsync("told_rooms", Scripts.ToldRooms, process, [userId, isIn ? "1" : "0", .. rooms.Select(room => (RedisValue)room)]);

    public async Task<(IReadOnlyList<string> In, IReadOnlyList<string> Told)> RoomsOfAsync(string userId)
    {
        var inside = AskAsync("rooms", redis => redis.GetDatabase().HashKeysAsync(Key($"r:{userId}")));
        var told = AskAsync("rooms", redis => redis.GetDatabase().HashKeysAsync(Key($"t:{userId}")));
        return ([.. (await inside).Select(room => room.ToString())], [.. (await told).Select(room => room.ToString())]);
    }

    public async Task<IReadOnlyList<string>> MembersAsync(string room)
        => [.. (await AskAsync("members", redis => redis.GetDatabase().SetMembersAsync(Key($"m:{room}")))).Select(member => member.ToString())];

    public Task AddRoutesAsync(string process, IReadOnlyList<string> rooms)
        => RunAsync("add_routes", Scripts.AddRoutes, process, [.. rooms.Select(room => (RedisValue)room)]);

    public async Task<bool> RemoveRoutesAsync(string process, long lastReceived, IReadOnlyList<string> rooms)
        => (int)await RunAsync("remove_routes", Scripts.RemoveRoutes, process, [lastReceived, .. rooms.Select(room => (RedisValue)room)]) == 1;

    public Task BuryAsync(string process, string other) => RunAsync("bury", Scripts.Bury, process, other);

    public async Task<ReapReply> ReapAsync(string process, string dead, ReapPosition position, bool isAgain)
    {
        var reply = (RedisResult[])(await RunAsync(
            "reap", Scripts.Reap, process, settings.Delays ? "1" : "0", settings.IsUntold ? "1" : "0", Hooks, dead, position.IsAtRooms ? "r" : "u", position.Cursor,
            isAgain ? "1" : "0"))!;
        var cursor = (long)reply[0];
        ReapPosition? next = cursor != 0 ? position with { Cursor = cursor } : position.IsAtRooms ? null : new(IsAtRooms: true, 0);
        List<(string, UserRecord)> adopted = [];
        for (var i = 1; i < reply.Length; i += 2)
        {
            if (ToRecord(reply[i + 1]) is { } record) adopted.Add((reply[i].ToString(), record));
        }

        return new(next, adopted);
    }

    public Task QuitAsync(string process, bool isClean) => RunAsync("quit", Scripts.Quit, process, isClean ? "0" : "1");

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection && OwnsConnection) await connection.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        if (OwnsConnection) _connection?.Dispose();
        _connecting.Dispose();
    }

    /// <summary>Whether the connection is this object's own, and ends with it.</summary>
    public bool OwnsConnection { get; init; } = true;

    /// <summary>Where the time of commands is told; null if nowhere.</summary>
    public ClusterMetrics? Metrics { get; init; }

    private RedisValue Hooks => settings.HasRoomHooks ? "1" : "0";

    private static InboundMessage? Parse(byte[] message)
    {
        var colon = message.AsSpan().IndexOf((byte)':');
        return colon > 0 && long.TryParse(Encoding.ASCII.GetString(message, 0, colon), out var number) ? new(number, message.AsMemory(colon + 1)) : null;
    }

    private static long NumberOf(string id) => long.Parse(id.AsSpan(0, id.IndexOf('-')), null);

    private static IReadOnlyList<string> Texts(RedisResult result) => (string[])result!;

    private static UserRecord? ToRecord(RedisResult result) => result.ToString() is { Length: > 0 } text ? UserRecord.Parse(text) : null;

    private static SetReply ToSetReply(string text, IReadOnlyList<string> rooms)
        => text is "full" ? new(true, null, []) : new(false, text is "" ? null : UserRecord.Parse(text), rooms);

    private RedisKey Key(string name) => $"{{{settings.Prefix}}}:{name}";

    private RedisChannel Channel(string process) => RedisChannel.Literal($"{{{settings.Prefix}}}:p:{process}");

    private Task<RedisResult> RunAsync(string name, string script, string process, params RedisValue[] arguments)
        => AskAsync(name, redis => redis.GetDatabase().ScriptEvaluateAsync(script, _keys, [process, settings.ReplayLength, .. arguments]));

    private Task<T> AskAsync<T>(string name, Func<IConnectionMultiplexer, Task<T>> command)
    {
        // Nothing is awaited if there is a connection: commands have the order of the calls.
        return _connection is { } connection ? AskAsync(name, connection, command) : ConnectAndAskAsync();

        async Task<T> ConnectAndAskAsync() => await AskAsync(name, await ConnectAsync(), command);
    }

    private async Task<T> AskAsync<T>(string name, IConnectionMultiplexer connection, Func<IConnectionMultiplexer, Task<T>> command)
    {
        var (started, outcome) = (Metrics?.StartCommand() ?? 0, Outcome.Failed);
        try
        {
            var reply = await command(connection).ConfigureAwait(false);
            outcome = Outcome.Ok;
            return reply;
        }
        catch (RedisServerException error) when (error.Message.Contains(Scripts.Fenced, StringComparison.Ordinal))
        {
            throw new FencedException();
        }
        catch (Exception error) when (error is RedisException or RedisTimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            if (error is RedisTimeoutException) outcome = Outcome.TimedOut;
            throw new ClusterUnavailableException("Redis has not answered.", error);
        }
        finally
        {
            Metrics?.CommandEnded(started, name, outcome);
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        await _connecting.WaitAsync();
        try
        {
            if (_connection is { } known) return known;

            var connection = await connect();
            await CheckAsync(connection);
            return _connection = connection;
        }
        catch (RedisException error)
        {
            throw new ClusterUnavailableException("Redis cannot be reached.", error);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Checks the server, if it can be reached already.</summary>
    /// <exception cref="NotSupportedException">It is too old.</exception>
    private async Task CheckAsync(IConnectionMultiplexer connection)
    {
        foreach (var server in connection.GetServers().Where(server => server.IsConnected))
        {
            if (server.Version < s_oldest)
                throw new NotSupportedException($"Redis {server.Version} at {server.EndPoint} is too old: QueueRun needs {s_oldest} or newer.");

            var memory = (await connection.GetDatabase().ScriptEvaluateAsync(Scripts.Memory)).ToString().Split('\n', StringSplitOptions.TrimEntries);
            if (!memory.Contains("maxmemory:0") && Array.Find(memory, line => line.StartsWith(Policy, StringComparison.Ordinal)) is { } policy && !policy.EndsWith(":noeviction", StringComparison.Ordinal))
                log.Evicts(policy[Policy.Length..]);
        }
    }
}
