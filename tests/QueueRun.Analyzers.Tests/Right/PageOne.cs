// The program of the README's first page, without its rooms
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
builder.Services.AddSingleton<Rooms>();
var app = builder.Build();

app.MapSockets("/socket");
app.MapPost("/announce", async (string room, string text, ISocket socket, Rooms rooms) =>
{
    await socket.To(rooms.Members(room)).SendAsync(new { @event = "announcement", text });
});
app.Run();

static class Chat
{
    [SocketHandler] internal static async Task Welcome(JsonElement data, ISocket socket) => await socket.SendAsync(new { reply = "👋 Welcome!" });
    [SocketHandler("[room]/action=enter")] internal static void Enter(string room, SocketUser user, Rooms rooms) => rooms.Join(room, user.Id);

    [SocketHandler]
    internal static async Task Say(Say data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
        => await socket.To(rooms.Members(data.Room)).SendAsync(new Said(data.Room, user.Id, data.Text), token);

    [Authenticate] internal static SocketUser? Authenticate(SignIn data) => data.Name is { Length: > 0 } name ? new SocketUser(name) : null;
    [OnOnline] internal static void Online(string userId, ILogger<Rooms> log) => log.LogInformation("{User} is here", userId);
    [OnOffline] internal static void Offline(string userId, Rooms rooms) => rooms.LeaveAll(userId);
}

[SocketMessage("action", "say")] record Say(string Room, string Text);
[SocketMessage("event", "said")] record Said(string Room, string From, string Text);
record SignIn(string Name);

class Rooms
{
    private readonly Dictionary<string, HashSet<string>> _rooms = [];
    public IEnumerable<string> Members(string room) => _rooms.GetValueOrDefault(room, []);
    public void Join(string room, string user) => (_rooms.TryGetValue(room, out var members) ? members : _rooms[room] = []).Add(user);
    public void LeaveAll(string user) { foreach (var room in _rooms.Values) room.Remove(user); }
}
