using System.Net.WebSockets;

namespace QueueRun.TestServer;

/// <summary>Sends that the compiler cannot see through: the type is looked up when the program runs.</summary>
internal static class NotIntercepted
{
    [SocketHandler("test=relay/[what]")]
    internal static async Task<string> Send(string what, ISocket socket)
    {
        try
        {
            switch (what)
            {
                case "known": await Relay(socket, new Said("r", "f", "relayed")); break;
                case "text": await Relay(socket, "relayed"); break;
                case "bytes": await Relay(socket, new byte[] { 7 }); break;
                case "unknown": await Relay(socket, new Unlisted(1)); break;
                case "method group": await Call(socket.SendAsync, new Said("r", "f", "by a method group")); break;
                case "object": await SendObject(socket, new Said("r", "f", "as an object")); break;
                case "unknown object": await SendObject(socket, new Unlisted(1)); break;
                case "object text": await SendObject(socket, "as an object"); break;
                case "null object": await SendObject(socket, null); break;
                default: throw new SocketErrorException($"what is {what}?");
            }

            return "done";
        }
        catch (NotSupportedException exception)
        {
            return $"not supported: {exception.Message}";
        }
    }

    /// <summary>A socket that is not QueueRun's own gets the call as it was written.</summary>
    [SocketHandler("test=decorated")]
    internal static async Task<string> Decorated()
    {
        ISocket socket = new Recorder();
        await socket.SendAsync(new { through = "a fake" });
        await socket.To("ann").SendAsync("text");
        return string.Join("; ", ((Recorder)socket).Seen);
    }

#pragma warning disable QR0043, QR0044 // What these warn of is what these tests are about.
    private static ValueTask<SendResult> Relay<T>(ISocket socket, T message) => socket.SendAsync(message);

    private static ValueTask<SendResult> SendObject(ISocket socket, object? message) => socket.SendAsync(message);
#pragma warning restore QR0043, QR0044

    private static ValueTask<SendResult> Call(Func<Said, CancellationToken, ValueTask<SendResult>> send, Said message) => send(message, default);

    private sealed class Recorder : ISocket
    {
        public List<string> Seen { get; } = [];

        public ISocket Connection => this;

        public ISocket To(string userId)
        {
            Seen.Add($"to {userId}");
            return this;
        }

        public ISocket To(params IEnumerable<string> userIds) => this;

        public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default) => new(false);

        public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default)
        {
            Seen.Add($"{message}");
            return default;
        }

        public ValueTask CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null,
            CancellationToken cancellationToken = default) => default;
    }
}

/// <summary>Never sent in a way that the compiler sees.</summary>
internal sealed record Unlisted(int Number);
