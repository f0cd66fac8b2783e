using QueueRun.Redis.Store;

namespace QueueRun.Redis.Tests.Simulation;

/// <summary>
/// The connections of one process to the fake Redis: one for commands, whose order they keep, and one for messages. Both are slow, and break:
/// a command whose connection has broken fails, whether it was executed or not.
/// </summary>
internal sealed class FakeStore(World world, ProcessThread thread) : IClusterStore
{
    private static readonly TimeSpan s_sendTimeout = World.SendTimeout;

    private readonly List<Command> _pending = [];
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private int _commandConnection;
    private int _messageConnection;
    private TimeSpan _commandsFrom;
    private TimeSpan _messagesFrom;
    private TimeSpan _lastArrival;
    private TimeSpan _lastReply;
    private TimeSpan _lastMessage;

    private sealed class Command(Action<Exception> fail)
    {
        public bool IsOver { get; set; }

        public Action<Exception> Fail => fail;
    }

    private sealed class Subscription(Func<InboundMessage, Task> receive)
    {
        public Queue<InboundMessage> Queue { get; } = new();

        public bool IsReading { get; set; }

        public Func<InboundMessage, Task> Receive => receive;
    }

    /// <summary>Whether commands can be sent.</summary>
    private bool IsUp => !world.IsRedisDown && world.Now >= _commandsFrom;

    /// <summary>The connection of commands breaks: those that are under way fail; it is back after a time.</summary>
    public void BreakCommands(TimeSpan time)
    {
        _commandConnection++;
        _commandsFrom = Max(_commandsFrom, world.Now + time);
        foreach (var command in _pending.ToArray()) Fail(command);
    }

    /// <summary>The connection of messages breaks: those that are under way, and those of the time, are lost.</summary>
    public void BreakMessages(TimeSpan time)
    {
        _messageConnection++;
        _messagesFrom = Max(_messagesFrom, world.Now + time);
    }

    /// <summary>A message was published to a process.</summary>
    public void Publish(string process, InboundMessage message)
    {
        if (thread.IsDead || world.IsRedisDown || world.Now < _messagesFrom || !_subscriptions.TryGetValue(process, out var subscription)) return;

        var connection = _messageConnection;
        _lastMessage = Max(_lastMessage, world.Now + world.Latency());
        world.At(_lastMessage, () =>
        {
            if (connection != _messageConnection) return;

            subscription.Queue.Enqueue(message);
            thread.Post(() => _ = ReadAsync(subscription));
        });
    }

    public Task SubscribeAsync(string process, Func<InboundMessage, Task> receive)
    {
        _subscriptions[process] = new(receive); // also if the command fails: it is repeated when the connection is back
        return AskAsync(() => $"subscribe {process}", static () => true);
    }

    public Task UnsubscribeAsync(string process)
    {
        _subscriptions.Remove(process);
        return AskAsync(() => $"unsubscribe {process}", static () => true);
    }

    public Task<IReadOnlyList<InboundMessage>> ReplayAsync(string process, long from) => AskAsync(() => $"replay {process} {from}", () => world.Redis.Replay(process, from));

    public Task<Beat> BeatAsync(string process, string? known, string fresh, bool isNew)
        => AskAsync(() => $"beat {process}{(isNew ? " new" : "")}", () => world.Redis.Beat(process, known, fresh, isNew));

    public Task<IReadOnlyList<SetReply>> SetAsync(string process, IReadOnlyList<UserCounts> users)
        => AskAsync(() => $"set {process} {string.Join(", ", users)}", () => world.Redis.Set(process, users));

    public Task<UserRecord?> ToldAsync(string process, string userId, bool isOnline, long number)
        => AskAsync(() => $"told {process} {userId} {isOnline} {number}", () => world.Redis.Told(process, userId, isOnline, number));

    public Task<UserRecord?> GoneAsync(string process, string userId, long number)
        => AskAsync(() => $"gone {process} {userId} {number}", () => world.Redis.Gone(process, userId, number));

    public Task<string?> ResignAsync(string process, string userId) => AskAsync(() => $"resign {process} {userId}", () => world.Redis.Resign(process, userId));

    public Task<IReadOnlyList<string>?> ForgetRoomsAsync(string process, string userId)
        => AskAsync(() => $"forget rooms {process} {userId}", () => world.Redis.ForgetRooms(process, userId));

    public Task<IReadOnlyList<UserRecord?>> WhereAsync(IReadOnlyList<string> userIds) => AskAsync(static () => "where", () => world.Redis.Where(userIds));

    public Task<byte[]?> UserJsonAsync(string userId) => AskAsync(static () => "user", () => world.Redis.UserJson(userId));

    public Task<SendReply> SendAsync(string process, char kind, ReadOnlyMemory<byte> tail, ReadOnlyMemory<byte> trace, IReadOnlyList<string> userIds)
        => AskAsync(() => $"send {process} {string.Join(' ', userIds)}", () => world.Redis.Send(process, kind, tail.Span, trace.Span, userIds));

    public Task SendToRoomAsync(string process, char kind, ReadOnlyMemory<byte> tail, ReadOnlyMemory<byte> trace, string? room)
        => AskAsync(() => $"send {process} to room {room}", () => world.Redis.SendToRoom(process, kind, tail.Span, trace.Span, room));

    public Task<int?> EnterAsync(string process, string room, bool isWhole, int maxRooms, IReadOnlyList<string> userIds)
        => AskAsync(() => $"enter {process} {room} {string.Join(' ', userIds)}", () => world.Redis.Enter(process, room, isWhole ? "u" : process, maxRooms, userIds));

    public Task ExitAsync(string process, string room, bool isWhole, IReadOnlyList<string> userIds) => AskAsync(() => $"exit {process} {room} {string.Join(' ', userIds)}", () =>
    {
        world.Redis.Exit(process, room, isWhole ? "u" : process, userIds);
        return true;
    });

    public Task ToldRoomsAsync(string process, string userId, bool isIn, IReadOnlyList<string> rooms)
        => AskAsync(() => $"told rooms {process} {userId} {isIn} {string.Join(' ', rooms)}", () => world.Redis.ToldRooms(userId, isIn, rooms));

    public Task<(IReadOnlyList<string> In, IReadOnlyList<string> Told)> RoomsOfAsync(string userId) => AskAsync(() => $"rooms of {userId}", () => world.Redis.RoomsOf(userId));

    public Task<IReadOnlyList<string>> MembersAsync(string room) => AskAsync(() => $"members {room}", () => world.Redis.Members(room));

    public Task AddRoutesAsync(string process, IReadOnlyList<string> rooms) => AskAsync(() => $"add routes {process} {string.Join(' ', rooms)}", () =>
    {
        world.Redis.AddRoutes(process, rooms);
        return true;
    });

    public Task<bool> RemoveRoutesAsync(string process, long lastReceived, IReadOnlyList<string> rooms)
        => AskAsync(() => $"remove routes {process} {string.Join(' ', rooms)}", () => world.Redis.RemoveRoutes(process, lastReceived, rooms));

    public Task BuryAsync(string process, string other) => AskAsync(() => $"bury {process} {other}", () =>
    {
        world.Redis.Bury(process, other);
        return true;
    });

    public Task<ReapReply> ReapAsync(string process, string dead, ReapPosition position, bool isAgain)
        => AskAsync(() => $"reap {process} {dead}", () => world.Redis.Reap(process, dead, position, isAgain));

    public Task QuitAsync(string process, bool isClean) => AskAsync(() => $"quit {process} {isClean}", () =>
    {
        world.Redis.Quit(process, isClean);
        return true;
    });

    public void Dispose() => _subscriptions.Clear();

    public ValueTask DisposeAsync()
    {
        _subscriptions.Clear();
        return default;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static ClusterUnavailableException Unavailable() => new("The fake Redis has not answered.", new TimeoutException());

    private static async Task ReadAsync(Subscription subscription)
    {
        if (subscription.IsReading) return;

        subscription.IsReading = true;
        while (subscription.Queue.TryDequeue(out var message)) await subscription.Receive(message);
        subscription.IsReading = false;
    }

    private Task<T> AskAsync<T>(Func<string> name, Func<T> script)
    {
        if (!IsUp) return Task.FromException<T>(Unavailable());

        var answer = new TaskCompletionSource<T>();
        var command = new Command(error => thread.Post(() => answer.TrySetException(error)));
        _pending.Add(command);
        var connection = _commandConnection;
        _lastArrival = Max(_lastArrival, world.Now + world.Latency());
        world.At(_lastArrival, () =>
        {
            if (connection == _commandConnection) world.Execute(Execute);
        });
        world.At(world.Now + s_sendTimeout, () => Fail(command));
        return answer.Task;

        void Execute()
        {
            if (connection != _commandConnection && !world.ExecutesOfBroken()) return;

            T? result = default;
            FencedException? fenced = null;
            try
            {
                result = script();
            }
            catch (FencedException error)
            {
                fenced = error;
            }

            if (world.Traces) world.Trace($"    {name()}{(fenced is null ? "" : ": fenced")}{Describe(result)}");
            _lastReply = Max(_lastReply, world.Now + world.Latency());
            world.At(_lastReply, () =>
            {
                if (connection != _commandConnection || command.IsOver) return;

                command.IsOver = true;
                _pending.Remove(command);
                thread.Post(() => _ = fenced is null ? answer.TrySetResult(result!) : answer.TrySetException(fenced));
            });
        }
    }

    private static string Describe(object? result) => result switch
    {
        IReadOnlyList<SetReply> replies => " -> " + string.Join(", ", replies.Select(reply => reply.IsFull ? "full" : Describe(reply.Record))),
        UserRecord r => $" -> [{r.Number} flip {r.Flip} home {r.Home} {(r.IsOnline ? "on" : "off")} told {r.ToldOnline} {r.ToldNumber} {string.Join(' ', r.Counts.Select(c => $"{c.Process}={c.Places}.{c.Devices}"))}]",
        Beat beat => $" -> {beat.Generation[..4]} last {beat.LastMessage} repair {beat.Repair.TotalSeconds:0.0} expired {string.Join(' ', beat.Expired)} dead {string.Join(' ', beat.Dead)}",
        ReapReply reap => " -> " + string.Join(", ", reap.Adopted.Select(a => a.UserId + Describe(a.Record))),
        null => "",
        _ => $" -> {result}",
    };

    private void Fail(Command command)
    {
        if (command.IsOver) return;

        command.IsOver = true;
        _pending.Remove(command);
        command.Fail(Unavailable());
    }
}
