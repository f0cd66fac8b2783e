// A list of anonymous objects, by a partial class with a body, an alias of it and a named argument
using Out = Counted;

sealed partial class Counted(ISocket inner) : ISocket
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
}

partial class Counted
{
    private int _sent;

    public async ValueTask<SendResult> SendAsync<TMessage>(TMessage message, CancellationToken cancellationToken = default)
    {
        _sent++;
        return await inner.SendAsync(message, cancellationToken);
    }
}

static class Chat
{
    internal static async Task Say(Out socket, CancellationToken token) => await socket.SendAsync(cancellationToken: token, message: {|QR0086:new[] { new { x = 1 } }|});
}
