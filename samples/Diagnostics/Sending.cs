namespace Diagnostics;

class Ticker(ISocket socket) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await socket.To("ann").SendAsync("tick", stoppingToken);
}

static class Sending
{
    internal static void Drop(ISocket socket) => socket.To("ann").SendAsync("dropped");

    internal static async Task Send(ISocket socket, List<string> users)
    {
        await socket.To(users.Take(500)).SendAsync("too many, perhaps");
        await socket.To([]).SendAsync("to nobody");
        await socket.To(
            "u001", "u002", "u003", "u004", "u005", "u006", "u007", "u008", "u009", "u010", "u011", "u012", "u013", "u014", "u015", "u016", "u017",
            "u018", "u019", "u020", "u021", "u022", "u023", "u024", "u025", "u026", "u027", "u028", "u029", "u030", "u031", "u032", "u033", "u034",
            "u035", "u036", "u037", "u038", "u039", "u040", "u041", "u042", "u043", "u044", "u045", "u046", "u047", "u048", "u049", "u050", "u051",
            "u052", "u053", "u054", "u055", "u056", "u057", "u058", "u059", "u060", "u061", "u062", "u063", "u064", "u065", "u066", "u067", "u068",
            "u069", "u070", "u071", "u072", "u073", "u074", "u075", "u076", "u077", "u078", "u079", "u080", "u081", "u082", "u083", "u084", "u085",
            "u086", "u087", "u088", "u089", "u090", "u091", "u092", "u093", "u094", "u095", "u096", "u097", "u098", "u099", "u100", "u101").SendAsync("too many");
    }

    [ScheduleHandler("daily")]
    internal static async Task Morning(ISocket socket) => await socket.SendAsync("good morning");

    internal static async Task Move(ISocket socket)
    {
        await socket.ToRoom("lobby").JoinAsync("garden");
        await socket.JoinAsync("");
    }

    internal static async Task Log(ISocket socket) => await new LoggedSocket(socket).SendAsync(new { said = true });
}

class LoggedSocket(ISocket inner) : ISocket
{
    public ISocket Connection => inner.Connection;

    public ISocket To(string userId) => inner.To(userId);

    public ISocket To(params IEnumerable<string> userIds) => inner.To(userIds);

    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken) => inner.IsOnlineAsync(userId, cancellationToken);

    public ISocket ToRoom(string room) => inner.ToRoom(room);

    public ISocket All => inner.All;

    public ISocket Others => inner.Others;

    public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default) => inner.JoinAsync(room, cancellationToken);

    public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default) => inner.LeaveAsync(room, cancellationToken);

    public ValueTask<IReadOnlyList<string>> OnlineAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default) => inner.OnlineAsync(userIds, cancellationToken);

    public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken = default) => inner.MembersAsync(room, cancellationToken);

    public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default) => inner.SendAsync(message, cancellationToken);

    public ValueTask CloseAsync(System.Net.WebSockets.WebSocketCloseStatus status, string? reason, CancellationToken cancellationToken) => inner.CloseAsync(status, reason, cancellationToken);
}
