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

    /// <summary>A socket that is not QueueRun's own passes on what it was given.</summary>
    [SocketHandler("test=passed-on/[how]")]
    internal static async Task PassedOn(string how, ISocket socket)
    {
        var passing = new Passing(socket);
        var any = passing.Connection; // a Passing, known as an ISocket
        switch (how)
        {
            case "class": await passing.SendAsync(new Passed("by its class")); break;
            case "class, list": await passing.SendAsync(new List<Passed> { new("in a list") }); break;
            case "class, text": await passing.SendAsync("text"); break;
            case "interface": await any.SendAsync(new { how }); break;
            case "interface, list": await any.SendAsync(new[] { new { how } }); break;
            case "twice": await new Passing(any).SendAsync(new Passed("twice")); break;
        }
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

        public ISocket ToRoom(string room) => this;

        public ISocket All => this;

        public ISocket Others => this;

        public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default) => default;

        public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default) => default;

        public ValueTask<IReadOnlyList<string>> OnlineAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default) => new([]);

        public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken = default) => new([]);

        public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default)
        {
            Seen.Add($"{message}");
            return default;
        }

        public ValueTask CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null,
            CancellationToken cancellationToken = default) => default;
    }
}

/// <summary>Sent through <see cref="Passing"/> and in no other way.</summary>
internal sealed record Passed(string By);

/// <summary>A decorator.</summary>
internal sealed class Passing(ISocket inner) : ISocket
{
    public ISocket Connection => new Passing(inner.Connection);

    public ISocket To(string userId) => new Passing(inner.To(userId));

    public ISocket To(params IEnumerable<string> userIds) => new Passing(inner.To(userIds));

    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default) => inner.IsOnlineAsync(userId, cancellationToken);

    public ISocket ToRoom(string room) => new Passing(inner.ToRoom(room));

    public ISocket All => new Passing(inner.All);

    public ISocket Others => new Passing(inner.Others);

    public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default) => inner.JoinAsync(room, cancellationToken);

    public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default) => inner.LeaveAsync(room, cancellationToken);

    public ValueTask<IReadOnlyList<string>> OnlineAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default) => inner.OnlineAsync(userIds, cancellationToken);

    public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken = default) => inner.MembersAsync(room, cancellationToken);

    public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default) => inner.SendAsync(message, cancellationToken);

    public ValueTask CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null,
        CancellationToken cancellationToken = default) => inner.CloseAsync(status, reason, cancellationToken);
}

/// <summary>Never sent in a way that the compiler sees.</summary>
internal sealed record Unlisted(int Number);
