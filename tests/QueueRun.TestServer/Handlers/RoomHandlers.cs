using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>What is done, and with which recipients.</summary>
/// <remarks>
/// <c>Do</c> is <c>join</c>, <c>leave</c>, <c>send</c>, <c>close</c>, <c>members</c> or <c>online</c>; <c>Target</c> is <c>connection</c>, <c>all</c>,
/// <c>room:name</c>, or null for the current user; <c>Whom</c> names users instead.
/// </remarks>
internal sealed record RoomOrder(string Do, string? Room, string[]? Whom, string? Target, bool Others, bool Cancelled, string? Text)
{
    /// <summary>Does it; what came of it, or the exception.</summary>
    public async Task<string> CarryOutAsync(ISockets sockets, ISocket? current)
    {
        var token = new CancellationToken(Cancelled);
        try
        {
            if (Do == "members") return $"members: {string.Join(' ', await sockets.MembersAsync(Room!, token))}";
            if (Do == "online") return $"online: {string.Join(' ', await sockets.OnlineAsync(Whom!, token))}";

            var target = (Whom, Target) switch
            {
                ({ } users, _) => sockets.To(users),
                (_, "connection") => current!.Connection,
                (_, "all") => sockets.All,
                (_, ['r', 'o', 'o', 'm', ':', .. var room]) => sockets.ToRoom(room),
                _ => current!,
            };
            if (Others) target = target.Others;
            switch (Do)
            {
                case "join":
                    await target.JoinAsync(Room!, token);
                    return "joined";
                case "leave":
                    await target.LeaveAsync(Room!, token);
                    return "left";
                case "close":
                    await target.CloseAsync(reason: Text, cancellationToken: token);
                    return "closed";
                default:
                    var (recipients, offline) = await target.SendAsync(new { said = Text }, token);
                    return $"{recipients} reached, offline: {string.Join(' ', offline)}".TrimEnd();
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or OperationCanceledException)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }
}

/// <summary>Says how often its properties were read: once for each encoding.</summary>
internal sealed class Encoded
{
    private int _times;

    public int Times => Interlocked.Increment(ref _times);
}

/// <summary>A job that tells a room.</summary>
internal sealed record Bulletin(string Room, string Text);

internal static class RoomHandlers
{
    [SocketHandler("test=rooms")]
    internal static Task<string> Rooms(RoomOrder data, ISocket socket) => data.CarryOutAsync(socket, socket);

    /// <summary>To the user and to the room in turns.</summary>
    [SocketHandler("test=rooms-mixed")]
    internal static async Task Mixed(RoomOrder data, ISocket socket, CancellationToken token)
    {
        for (var n = 0; n < 20; n++) await (n % 2 == 0 ? socket.ToRoom(data.Room!) : socket.To(data.Whom!)).SendAsync(new { n }, token);
    }

    [SocketHandler("test=rooms-encoded")]
    internal static async Task EncodedOnce(RoomOrder data, ISocket socket, CancellationToken token)
        => await socket.ToRoom(data.Room!).SendAsync(new Encoded(), token);

    [SocketHandler("test=rooms-job")]
    internal static async Task PushBulletin(RoomOrder data, IQueue<Bulletin> queue, CancellationToken token)
        => await queue.PushAsync(new(data.Room!, data.Text!), cancellationToken: token);

    [QueueHandler]
    internal static async Task Announce(Bulletin job, ISocket socket, CancellationToken token)
        => await socket.ToRoom(job.Room).SendAsync(new { bulletin = job.Text }, token);
}

/// <summary>
/// Rooms, written down under the user's id, and joins under the room's name too. A room called <c>slow-…</c> holds its join hooks at a gate
/// of its name, and one called <c>sticky-…</c> its leave hooks.
/// </summary>
internal static class RoomHooks
{
    /// <summary>Those who are <c>hosted</c> find a room when they come.</summary>
    [OnOnline]
    internal static async Task Online(string userId, ISocket socket)
    {
        if (Hooks.Habit(userId) == "hosted") await socket.JoinAsync($"hall of {userId}", CancellationToken.None);
    }

    [OnJoin]
    internal static async Task Joined(string room, string userId, ISocket socket, Journal journal, Gates gates, CancellationToken token)
    {
        journal.Add(userId, $"join {room}");
        journal.Add(room, userId);
        if (Hooks.Habit(room) == "slow") await gates.WaitAsync(room, token);
        if (Hooks.Habit(room) == "welcome") await socket.SendAsync(new { welcome = room }, token);
    }

    [OnLeave]
    internal static async Task Left(ISocketUser user, string room, Journal journal, Gates gates, CancellationToken token)
    {
        journal.Add(user.Id, $"leave {room}");
        if (Hooks.Habit(room) == "sticky") await gates.WaitAsync(room, token);
    }
}
