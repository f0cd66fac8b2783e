using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;

namespace QueueRun.Wire;

/// <summary>
/// A transport over the WebSocket of a server that does not expose its wire: TestServer. Built for correctness, not speed.
/// </summary>
/// <remarks>
/// Such a socket answers pings itself and cannot send any. This transport answers the server's ping while the socket is open, so that
/// keep-alive does not end a healthy connection.
/// </remarks>
internal sealed class WebSocketTransport(WebSocket socket, int maxMessageSize) : ITransport
{
    private const int ReadSize = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<Frame> _waiting = [];
    private readonly Queue<Received> _pongs = [];
    private TaskCompletionSource _wake = NewWake();
    private Task<Received>? _receiving;  // outlives ReadAsync: cancelling it would abort the socket
    private bool _failed;                // after a violation
    private bool _inputOver;
    private bool _closing;               // the close frame was sent, and nothing may follow it (RFC 6455, 5.5.1)
    private bool _outputOver;
    private int _aborted;

    public IListener? Listener { private get; set; }

    public string? SubProtocol => socket.SubProtocol;

    public bool Compresses => false;

    public bool TryReceive(out Received received)
    {
        lock (_gate)
        {
            if (_inputOver || Volatile.Read(ref _aborted) != 0)
            {
                received = End();
                return true;
            }

            if (_pongs.TryDequeue(out received))
            {
                Listener?.Heard();
                return true;
            }
        }

        if (_receiving is not { IsCompleted: true }) return false;

        received = _receiving.Result; // ReadMessageAsync never throws
        _receiving = null;
        _inputOver = received.Kind is ReceivedKind.Close or ReceivedKind.End;
        _failed |= received.Kind is ReceivedKind.Violation;
        return true;
    }

    public async ValueTask<ReadResult> ReadAsync()
    {
        Task wake;
        lock (_gate)
        {
            if (_pongs.Count > 0 || Volatile.Read(ref _aborted) != 0) return default;
            wake = _wake.Task;
        }

        _receiving ??= ReadMessageAsync();
        await Task.WhenAny(_receiving, wake);
        return default;
    }

    public void Accept(ReadResult read)
    {
        // The socket reads into this transport's own arrays.
    }

    public bool HasMore => false;

    /// <remarks>Such a socket finds the peer's close frame after any other bytes: there is no silence to wait for.</remarks>
    public async ValueTask<bool> DropAsync(int? status, TimeSpan silence, TimeProvider time)
    {
        while (true)
        {
            Received received;
            while (!TryReceive(out received)) await ReadAsync();
            received.Data.Return();
            if (received.Kind is ReceivedKind.Close or ReceivedKind.End) return false;
        }
    }

    public void Write(Frame frame)
    {
        if (_closing || _outputOver)
        {
            frame.Release();
            return;
        }

        _closing = frame.Opcode is Opcode.Close;
        _waiting.Enqueue(frame);
    }

    public async ValueTask<bool> FlushAsync()
    {
        while (_waiting.TryDequeue(out var frame))
        {
            try
            {
                if (!_outputOver) await SendAsync(frame);
            }
#pragma warning disable CA1031 // Any exception of a socket means that the connection has ended.
            catch (Exception)
#pragma warning restore CA1031
            {
                _outputOver = true;
            }
            finally
            {
                frame.Release();
            }
        }

        return !_outputOver && Volatile.Read(ref _aborted) == 0;
    }

    public void Abort()
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0) return;

        socket.Abort();
        lock (_gate) _wake.TrySetResult();
    }

    public async ValueTask CompleteAsync()
    {
        _inputOver = true;
        _outputOver = true;
        while (_waiting.TryDequeue(out var frame)) frame.Release();

        // Ends a pending read, which never throws.
        socket.Dispose();
        if (_receiving is not null) (await _receiving).Data.Return();
        _receiving = null;
    }

    private Task SendAsync(Frame frame)
    {
        switch (frame.Opcode)
        {
            case Opcode.Text: return SendAsync(WebSocketMessageType.Text);
            case Opcode.Binary: return SendAsync(WebSocketMessageType.Binary);
            case Opcode.Ping: Answer(frame.Payload.Span); return Task.CompletedTask;
            case Opcode.Close: return CloseAsync(frame.Payload.Span);
            default: return Task.CompletedTask; // A pong: the socket has already sent its own.
        }

        Task SendAsync(WebSocketMessageType type) => socket.SendAsync(frame.Payload, type, endOfMessage: true, CancellationToken.None).AsTask();
    }

    private Task CloseAsync(ReadOnlySpan<byte> payload) => payload.Length < 2
        ? socket.CloseOutputAsync(WebSocketCloseStatus.Empty, null, CancellationToken.None)
        : socket.CloseOutputAsync(
            (WebSocketCloseStatus)(payload[0] << 8 | payload[1]), Encoding.UTF8.GetString(payload[2..]), CancellationToken.None);

    private void Answer(ReadOnlySpan<byte> payload)
    {
        if (socket.State is not WebSocketState.Open) return;

        var array = ArrayPool<byte>.Shared.Rent(Math.Max(payload.Length, 1));
        payload.CopyTo(array);
        lock (_gate)
        {
            _pongs.Enqueue(new(ReceivedKind.Pong, new MessageBytes(array, payload.Length)));
            var wake = _wake;
            _wake = NewWake();
            wake.TrySetResult();
        }
    }

    private async Task<Received> ReadMessageAsync()
    {
        var array = ArrayPool<byte>.Shared.Rent(ReadSize);
        var length = 0;
        try
        {
            while (true)
            {
                // One byte more than a message may have: enough to notice a message that is too long.
                if (length == array.Length) array = Grow(array, length);
                var result = await socket.ReceiveAsync(array.AsMemory(length), CancellationToken.None);
                Listener?.Heard();
                if (result.MessageType is WebSocketMessageType.Close) return Closed();

                length = _failed ? 0 : length + result.Count;
                if (length > maxMessageSize) return Violation(CloseStatus.TooBig, "message too big");
                if (!result.EndOfMessage || _failed) continue;

                var text = result.MessageType is WebSocketMessageType.Text;
                if (text && !System.Text.Unicode.Utf8.IsValid(array.AsSpan(0, length)))
                    return Violation(CloseStatus.InvalidText, "text is not valid UTF-8");

                var data = new MessageBytes(array, length);
                array = null;
                return new(text ? ReceivedKind.Text : ReceivedKind.Binary, data);
            }
        }
#pragma warning disable CA1031 // As in FlushAsync.
        catch (Exception)
#pragma warning restore CA1031
        {
            return End();
        }
        finally
        {
            if (array is not null) ArrayPool<byte>.Shared.Return(array);
        }
    }

    private Received Closed()
    {
        if (_failed || socket.CloseStatus is null or WebSocketCloseStatus.Empty) return new(ReceivedKind.Close);

        var status = (int)socket.CloseStatus;
        return CloseStatus.MayBeSent(status)
            ? new(ReceivedKind.Close, Status: status, Reason: socket.CloseStatusDescription ?? "")
            : Violation(CloseStatus.ProtocolError, "close code not allowed");
    }

    private static byte[] Grow(byte[] array, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * length, Array.MaxLength));
        array.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(array);
        return larger;
    }

    private static Received Violation(int status, string reason) => new(ReceivedKind.Violation, Status: status, Reason: reason);

    private static Received End() => new(ReceivedKind.End);

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
