// Rooms in every form: users, connections and others join; rooms and all are sent to; names that cannot be told
class Lobby(ISockets sockets)
{
    private static string s_name = "";
    internal const string Name = "the lobby 👋";

    internal async Task Open(string userId)
    {
        await sockets.To(userId).JoinAsync(Name);
        await sockets.To(userId, "bob").LeaveAsync(Name);
        await sockets.ToRoom(s_name).CloseAsync();
        await sockets.All.SendAsync("open");
        foreach (var member in await sockets.MembersAsync(Name)) Console.WriteLine(member);
        var room = sockets.ToRoom(Name);
        room = sockets.To(userId);
        await room.JoinAsync(Name);
    }
}

// Not QueueRun's
class Elsewhere
{
    internal Elsewhere All => this;
    internal Elsewhere ToRoom(string room) => this;
    internal Task JoinAsync(string room) => Task.CompletedTask;
    internal Task Use() => ToRoom("").All.JoinAsync("");
}

static class Chat
{
    [SocketHandler("action=enter/[room]")]
    internal static async Task Enter(string room, ISocket socket, CancellationToken token)
    {
        await socket.JoinAsync(room, token);
        await socket.Connection.JoinAsync(room, token);
        await socket.Others.JoinAsync(room, token);
        await socket.ToRoom(room).Others.SendAsync(new { entered = room }, token);
        await socket.ToRoom(room).Connection.LeaveAsync(room, token);
        await socket.All.To("ann").Others.LeaveAsync(room, token);
    }

    [OnJoin] internal static async Task Joined(string room, SocketUser user, ISocket socket) => await socket.ToRoom(room).SendAsync(new { joined = user.Id });
    [OnLeave] internal static ValueTask Left(ISocketUser user, ILogger<Lobby> log, string room, CancellationToken token) => default;
    [Authenticate] internal static SocketUser? Who(string name) => new(name);
}
