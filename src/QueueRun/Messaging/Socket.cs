using System.Net.WebSockets;

namespace QueueRun.Messaging;

internal sealed class Socket : ISocket
{
    public ISocket Connection => throw new NotSupportedException();
    public ValueTask<SendResult> SendAsync<T>(T message, MessageWriter<T> writer, CancellationToken cancellationToken) => throw new NotSupportedException();
    public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public ValueTask CloseAsync(WebSocketCloseStatus status, string? reason, CancellationToken cancellationToken) => throw new NotSupportedException();
    public ISocket To(string userId) => throw new NotSupportedException();
    public ISocket To(params IEnumerable<string> userIds) => throw new NotSupportedException();
    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
