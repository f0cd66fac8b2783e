// A class that overrides what its base passes on, called by itself
abstract class Base(ISocket inner) : QueueRun.ISocket
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
    public virtual ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default) => inner.SendAsync(message, cancellationToken);
}

sealed class Derived(ISocket inner) : Base(inner)
{
    public override ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default) => base.SendAsync(message, cancellationToken);

    internal async Task Hello() => await SendAsync({|QR0086:new { hello = "you" }|});
}
