using System.Net.WebSockets;
using System.Text;
using QueueRun.Testing.Messages;
using QueueRun.Testing.Server;
using QueueRun.Testing.Wire;

namespace QueueRun.Testing;

/// <summary>
/// A client in memory: one device. It reads all the time; what it received waits until a test expects it, in whatever order.
/// </summary>
public sealed partial class TestClient : IAsyncDisposable
{
    private readonly TestSockets _sockets;
    private readonly MemoryConnection _connection;
    private readonly WebSocket _socket;
    private readonly Mailbox _mailbox = new();
    private readonly Task _receiving;
    private readonly string _name;
    private readonly int _logged;
    private volatile SocketClose? _closed;

    internal TestClient(TestSockets sockets, MemoryConnection connection, string name)
    {
        (_sockets, _connection, _name) = (sockets, connection, name);
        _logged = sockets.Log.Count;
        _socket = connection.CreateClient();
        _receiving = Task.Run(ReceiveAsync);
    }

    /// <summary>Everything that was received so far, expected or not, in its order.</summary>
    public IReadOnlyList<ReceivedMessage> Received => _mailbox.All();

    /// <summary>What was received so far and not yet expected, in its order.</summary>
    public IReadOnlyList<ReceivedMessage> Unread => _mailbox.Unread();

    /// <summary>How the connection ended; null as long as it is open.</summary>
    public SocketClose? Closed => _closed;

    /// <summary>
    /// Sends a message, and completes when the server has dealt with it: the handler has ended (or waits for something that only the test
    /// can bring about), and what it sent has arrived.
    /// </summary>
    /// <param name="message">
    /// A string goes as a text frame, bytes as a binary frame, and everything else as JSON, as the server would write it: as the
    /// type's assembly says with <c>[SocketJson]</c>, and the property of <c>[SocketMessage]</c> first. Anonymous objects too.
    /// </param>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public async Task SendAsync<T>(T message)
    {
        await PostAsync(message).ConfigureAwait(false);
        await _sockets.State.IdleAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a message, and does not wait until the server has dealt with it: for tests of what happens at the same time.
    /// </summary>
    /// <param name="message">As in <see cref="SendAsync{T}"/>.</param>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public async Task PostAsync<T>(T message)
    {
        if (_closed is { } closed) throw new InvalidOperationException($"{this} cannot send: its connection was closed, {closed}.");

        var frame = TestJson.Encode(message);
        await _socket.SendAsync(
            frame.Bytes, frame.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Closes as a browser does. Completes when the server has agreed and is done with it: offline hooks have run, unless
    /// <see cref="QueueRunOptions.OfflineDelay"/> holds them.
    /// </summary>
    /// <param name="status">The close code.</param>
    /// <param name="reason">The reason, or null.</param>
    public async Task CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null)
    {
        if (_socket.State is WebSocketState.Open) await _socket.CloseOutputAsync(status, reason, CancellationToken.None).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Loses the connection: no close frame. Completes when the server has noticed and is done with it, as with <see cref="CloseAsync"/>.
    /// </summary>
    public async Task AbortAsync()
    {
        _connection.Abort();
        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// From now on the client neither reads nor answers, and the server is not told: a phone in a tunnel. Keep-alive finds out when the
    /// clock moves, or an outbox that runs full.
    /// </summary>
    public void StopAnswering() => _connection.Silence();

    /// <summary>Loses the connection if it is still open, and waits until the server is done with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await AbortAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    /// <summary>What failures call the client: the user's id, and which device it is where there are more.</summary>
    public override string ToString() => _name;

    private async Task EndAsync()
    {
        await _receiving.ConfigureAwait(false);
        await _sockets.State.IdleAsync().ConfigureAwait(false);
        if (_connection.Over.IsCompleted) _sockets.Forget(this, _connection);
    }

    private async Task ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                if (result.MessageType is WebSocketMessageType.Close)
                {
                    await AnswerAsync().ConfigureAwait(false);
                    return;
                }

                message.Write(buffer, 0, result.Count);
                if (!result.EndOfMessage) continue;

                _mailbox.Add(ReceivedMessage.Of(result.MessageType is WebSocketMessageType.Text, message.ToArray()));
                message.SetLength(0);
            }
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            Ended(new(SocketClose.Lost, ""));
        }
    }

    private async Task AnswerAsync()
    {
        var code = (int)(_socket.CloseStatus ?? WebSocketCloseStatus.Empty);
        if (_socket.State is WebSocketState.CloseReceived)
            await _socket.CloseOutputAsync(_socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
        Ended(new(code, _socket.CloseStatusDescription ?? ""));
    }

    private void Ended(SocketClose close)
    {
        _closed = close;
        _connection.StopReading();
        _mailbox.Wake();
    }
}
