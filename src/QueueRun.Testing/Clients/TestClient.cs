using System.Net.WebSockets;
using QueueRun.Testing.Messages;
using QueueRun.Testing.Wire;

namespace QueueRun.Testing;

/// <summary>
/// A client in memory: one device. It reads all the time; received messages wait until the test expects them, in any order.
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

    /// <summary>All messages received so far, expected or not, in the order in which they came.</summary>
    public IReadOnlyList<ReceivedMessage> Received => _mailbox.All();

    /// <summary>The messages received so far and not yet expected, in the order in which they came.</summary>
    public IReadOnlyList<ReceivedMessage> Unread => _mailbox.Unread();

    /// <summary>How the connection ended; null as long as it is open.</summary>
    public SocketClose? Closed => _closed;

    /// <summary>
    /// Sends a message. Completes when the server has handled it: the handler has ended (or waits for the test: for its clock, or a
    /// <see cref="TestSignal"/>), and the messages that it sent have arrived.
    /// </summary>
    /// <param name="message">
    /// A string goes as a text frame, bytes as a binary frame, and everything else, anonymous objects too, as JSON. The JSON is the
    /// server's: it follows the <c>[SocketJson]</c> of the type's assembly, and has the property of <c>[SocketMessage]</c> first.
    /// </param>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    /// <exception cref="TimeoutException">The server is busy, and made no progress for <see cref="TestSockets.Timeout"/>.</exception>
    public async Task SendAsync<T>(T message)
    {
        await PostAsync(message).ConfigureAwait(false);
        await _sockets.State.IdleAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a message, and does not wait until the server has handled it: for tests of simultaneous work.
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
    /// Closes the connection as a browser does. Completes when the server has answered and has finished with the connection: offline hooks
    /// have run, unless <see cref="QueueRunOptions.OfflineDelay"/> delays them.
    /// </summary>
    /// <param name="status">The close code.</param>
    /// <param name="reason">The reason, or null.</param>
    public async Task CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null)
    {
        if (_socket.State is WebSocketState.Open) await _socket.CloseOutputAsync(status, reason, CancellationToken.None).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Drops the connection without a close frame. Completes when the server has noticed, and has finished with the connection as after
    /// <see cref="CloseAsync"/>.
    /// </summary>
    public async Task AbortAsync()
    {
        _connection.Abort();
        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// From now on the client neither reads nor answers, and the server is not told, as with a phone in a tunnel. The server notices by
    /// keep-alive, when the clock moves, or by a full outbox.
    /// </summary>
    public void StopAnswering() => _connection.Silence();

    /// <summary>
    /// Drops the connection if it is still open, and waits until the server has finished with it, at most for <see
    /// cref="TestSockets.Timeout"/>. A timeout is no failure here: it would hide the test's own failure.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await AbortAsync().ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A method ignores its token; the call that waited for it has already failed.
        }

        _socket.Dispose();
    }

    /// <summary>The client's name in the texts of failures: the user's id, with the device's number if the user has several.</summary>
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
