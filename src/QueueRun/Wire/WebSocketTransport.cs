using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace QueueRun.Wire;

/// <summary>
/// For servers that offer no pipes, only a <see cref="WebSocket"/> (TestServer): frames are that socket's business, messages ours.
/// </summary>
internal sealed class WebSocketTransport(WebSocket socket, int maxMessageSize) : ITransport
{
    private const int ReadSize = 4096;

    private readonly List<Frame> _written = [];

    public async ValueTask<Received> ReceiveAsync()
    {
        var message = new MessageBytes();
        var utf8 = default(Utf8Check);
        var buffer = new byte[ReadSize];
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType is WebSocketMessageType.Close) return Closed(message);
                if (part.Count > maxMessageSize - message.Length)
                    return Failed(message, CloseStatus.MessageTooBig, $"a message is larger than {maxMessageSize} bytes");

                buffer.AsSpan(0, part.Count).CopyTo(message.Append(part.Count));
                var isText = part.MessageType is WebSocketMessageType.Text;
                if (isText && (!utf8.Check(message.Memory.Span) || (part.EndOfMessage && !utf8.IsComplete(message.Length))))
                    return Failed(message, CloseStatus.InvalidPayload, "text is not UTF-8");

                if (part.EndOfMessage) return new(isText ? ReceivedKind.Text : ReceivedKind.Binary, message);
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            message.Return();
            return new(ReceivedKind.End);
        }
    }

    public void Write(Frame frame) => _written.Add(frame);

    public async ValueTask<bool> FlushAsync()
    {
        Frame[] frames = [.. _written];
        _written.Clear();
        try
        {
            foreach (var frame in frames) await SendAsync(frame);
            return true;
        }
        catch (Exception gone) when (IsGone(gone))
        {
            return false;
        }
        finally
        {
            foreach (var frame in frames) frame.Release();
        }
    }

    public void Abort() => socket.Abort();

    public ValueTask CompleteAsync()
    {
        socket.Dispose();
        return default;
    }

    private static bool IsGone(Exception error)
        => error is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    private static Received Failed(MessageBytes message, int status, string reason)
    {
        message.Return();
        return Received.Violation(status, reason);
    }

    private Received Closed(MessageBytes message)
    {
        message.Return();
        var status = socket.CloseStatus is { } code and not WebSocketCloseStatus.Empty ? (int)code : (int?)null;
        return new(ReceivedKind.Close, Status: status, Reason: socket.CloseStatusDescription);
    }

    private Task SendAsync(Frame frame)
    {
        switch (frame.Opcode)
        {
            case Opcode.Text: return SendAsync(frame, WebSocketMessageType.Text);
            case Opcode.Binary: return SendAsync(frame, WebSocketMessageType.Binary);
            case Opcode.Close:
                var payload = frame.Payload.Span;
                return payload.IsEmpty
                    ? socket.CloseOutputAsync(WebSocketCloseStatus.Empty, null, CancellationToken.None)
                    : socket.CloseOutputAsync(
                        (WebSocketCloseStatus)BinaryPrimitives.ReadUInt16BigEndian(payload),
                        Encoding.UTF8.GetString(payload[2..]),
                        CancellationToken.None);
            default: return Task.CompletedTask; // pings and pongs are the socket's own
        }
    }

    private Task SendAsync(Frame frame, WebSocketMessageType type)
        => socket.SendAsync(frame.Payload, type, endOfMessage: true, CancellationToken.None).AsTask();
}
