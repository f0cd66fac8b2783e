// Sockets of the program's own: one that passes on what has a name, and one that only notes it
sealed class Passing(ISocket inner) : ISocket
{
    public ISocket Connection => inner.Connection;
    public ISocket To(string userId) => inner.To(userId);
    public ISocket To(params IEnumerable<string> userIds) => inner.To(userIds);
    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default) => inner.IsOnlineAsync(userId, cancellationToken);
    public ISocket ToRoom(string room) => inner.ToRoom(room);
    public ISocket All => inner.All;
    public ISocket Others => inner.Others;
    public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default) => inner.JoinAsync(room, cancellationToken);
    public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default) => inner.LeaveAsync(room, cancellationToken);
    public ValueTask<IReadOnlyList<string>> OnlineAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default) => inner.OnlineAsync(userIds, cancellationToken);
    public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken = default) => inner.MembersAsync(room, cancellationToken);
    public ValueTask CloseAsync(System.Net.WebSockets.WebSocketCloseStatus status, string? reason = null, CancellationToken cancellationToken = default) => inner.CloseAsync(status, reason, cancellationToken);
    public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default) => inner.SendAsync(message, cancellationToken);
}

sealed class Noting(ISocket inner) : ISocket
{
    internal List<object?> Sent { get; } = [];
    public ISocket Connection => inner.Connection;
    public ISocket To(string userId) => inner.To(userId);
    public ISocket To(params IEnumerable<string> userIds) => inner.To(userIds);
    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default) => inner.IsOnlineAsync(userId, cancellationToken);
    public ISocket ToRoom(string room) => inner.ToRoom(room);
    public ISocket All => inner.All;
    public ISocket Others => inner.Others;
    public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default) => inner.JoinAsync(room, cancellationToken);
    public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default) => inner.LeaveAsync(room, cancellationToken);
    public ValueTask<IReadOnlyList<string>> OnlineAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default) => inner.OnlineAsync(userIds, cancellationToken);
    public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken = default) => inner.MembersAsync(room, cancellationToken);
    public ValueTask CloseAsync(System.Net.WebSockets.WebSocketCloseStatus status, string? reason = null, CancellationToken cancellationToken = default) => inner.CloseAsync(status, reason, cancellationToken);
    public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default)
    {
        Sent.Add(message);
        return default;
    }
}

record Said(string Text);

static class Chat
{
    [SocketHandler("type=say")] internal static async Task Say(ISocket socket)
    {
        await new Passing(socket).SendAsync(new Said("by its type"));
        await new Passing(socket).SendAsync("text");
        await new Noting(socket).SendAsync(new { noted = true });
        ISocket passing = new Passing(socket);
        await passing.SendAsync(new { by = "the interface" });
    }
}
