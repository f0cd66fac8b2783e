using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using System.Text.Unicode;

namespace QueueRun.Wire;

/// <summary>
/// RFC 6455 on the two pipes of a connection. Frames are parsed where they lie in the pipe, and unmasked while they are copied
/// into their message; a large frame is taken out of the pipe as it comes.
/// </summary>
internal sealed class PipeTransport(PipeReader input, PipeWriter output, Action abort, int maxMessageSize) : ITransport
{
    private ReadOnlySequence<byte> _buffer;   // what was read and not yet consumed
    private bool _isReading;                  // whether _buffer is the pipe's, and has to be given back
    private bool _isLast;                     // whether nothing comes behind _buffer
    private bool _isOver;                     // after a close frame or a violation: nothing counts any more

    private FrameHeader? _frame;              // the frame whose payload is coming
    private long _frameLeft;                  // how much of it is still to come
    private MessageBytes? _message;           // the message that is being put together
    private MessageBytes? _control;           // the control frame that is being put together
    private bool _isText;
    private Utf8Check _utf8;

    public async ValueTask<Received> ReceiveAsync()
    {
        while (true)
        {
            if (_isReading && !_isOver && TryParse(out var received))
            {
                _isOver = received.Kind is ReceivedKind.Close or ReceivedKind.Violation;
                return received;
            }

            if (await ReadAsync()) continue;

            DropPartial();
            return new(ReceivedKind.End);
        }
    }

    public void Write(Frame frame)
    {
        output.Write(frame.Bytes.Span);
        frame.Release();
    }

    public async ValueTask<bool> FlushAsync()
    {
        try
        {
            return !(await output.FlushAsync()).IsCompleted;
        }
        catch (Exception gone) when (IsGone(gone))
        {
            return false;
        }
    }

    public void Abort() => abort();

    public async ValueTask CompleteAsync()
    {
        if (_isReading) input.AdvanceTo(_buffer.End);
        _isReading = false;
        DropPartial();
        await output.CompleteAsync();
    }

    // What pipes over a connection throw when it is gone or was aborted; none of it is news to the caller.
    private static bool IsGone(Exception error)
        => error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    /// <summary>Waits for more bytes; false when none will come.</summary>
    private async ValueTask<bool> ReadAsync()
    {
        if (_isLast) return false;
        try
        {
            // After a violation the rest is read and dropped: a connection that is closed over unread bytes is reset, and the peer
            // might never see our close frame.
            if (_isReading) input.AdvanceTo(_isOver ? _buffer.End : _buffer.Start, _buffer.End);
            _isReading = false;

            var result = await input.ReadAsync();
            (_buffer, _isReading, _isLast) = (result.Buffer, true, result.IsCompleted || result.IsCanceled);
            return true;
        }
        catch (Exception gone) when (IsGone(gone))
        {
            _isLast = true;
            return false;
        }
    }

    /// <summary>Takes bytes out of the buffer until a message or a control frame is whole; false when more are needed.</summary>
    private bool TryParse(out Received received)
    {
        while (true)
        {
            if (_frame is not { } frame)
            {
                if (!FrameHeader.TryRead(ref _buffer, out frame, out var violation))
                {
                    received = violation is null ? default : Received.Violation(CloseStatus.ProtocolError, violation);
                    return violation is not null;
                }

                if (FindViolation(frame) is { } refused)
                {
                    received = refused;
                    return true;
                }

                Begin(frame);
            }

            var target = frame.IsControl ? _control! : _message!;
            TakePayload(frame, target);
            if (!frame.IsControl && _isText && !_utf8.Check(target.Memory.Span))
            {
                received = Received.Violation(CloseStatus.InvalidPayload, "text is not UTF-8");
                return true;
            }

            if (_frameLeft > 0)
            {
                received = default;
                return false;
            }

            _frame = null;
            if (TryFinish(frame, out received)) return true;
        }
    }

    /// <summary>What is wrong with a frame at this place of the conversation, known before any of its payload is there.</summary>
    private Received? FindViolation(FrameHeader frame)
    {
        if (frame.IsControl) return null;
        if (frame.Opcode is Opcode.Continuation && _message is null)
            return Received.Violation(CloseStatus.ProtocolError, "there is no message to continue");
        if (frame.Opcode is not Opcode.Continuation && _message is not null)
            return Received.Violation(CloseStatus.ProtocolError, "a message begins inside another one");

        return frame.PayloadSize > maxMessageSize - (_message?.Length ?? 0)
            ? Received.Violation(CloseStatus.MessageTooBig, $"a message is larger than {maxMessageSize} bytes")
            : null;
    }

    private void Begin(FrameHeader frame)
    {
        (_frame, _frameLeft) = (frame, frame.PayloadSize);
        if (frame.IsControl)
        {
            _control = new();
        }
        else if (frame.Opcode is not Opcode.Continuation)
        {
            (_message, _isText, _utf8) = (new(), frame.Opcode is Opcode.Text, default);
        }
    }

    private void TakePayload(FrameHeader frame, MessageBytes target)
    {
        var part = _buffer.Slice(0, Math.Min(_frameLeft, _buffer.Length));
        foreach (var segment in part)
        {
            Masking.Unmask(segment.Span, target.Append(segment.Length), frame.Key, frame.PayloadSize - _frameLeft);
            _frameLeft -= segment.Length;
        }

        _buffer = _buffer.Slice(part.End);
    }

    /// <summary>A frame is whole; true when that is something to answer.</summary>
    private bool TryFinish(FrameHeader frame, out Received received)
    {
        received = default;
        if (frame.IsControl)
        {
            var payload = _control!;
            _control = null;
            received = frame.Opcode switch
            {
                Opcode.Ping => new(ReceivedKind.Ping, payload),
                Opcode.Pong => new(ReceivedKind.Pong, payload),
                _ => ReadClose(payload),
            };
            return true;
        }

        if (!frame.IsFinal) return false;

        var message = _message!;
        if (_isText && !_utf8.IsComplete(message.Length))
        {
            received = Received.Violation(CloseStatus.InvalidPayload, "text ends inside a character");
            return true;
        }

        _message = null;
        received = new(_isText ? ReceivedKind.Text : ReceivedKind.Binary, message);
        return true;
    }

    private static Received ReadClose(MessageBytes payload)
    {
        var bytes = payload.Memory.Span;
        try
        {
            if (bytes.IsEmpty) return new(ReceivedKind.Close);
            if (bytes.Length == 1) return Received.Violation(CloseStatus.ProtocolError, "a close frame has one byte");

            var status = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            if (!CloseStatus.MayBeSent(status)) return Received.Violation(CloseStatus.ProtocolError, $"{status} is no close code");
            if (!Utf8.IsValid(bytes[2..])) return Received.Violation(CloseStatus.InvalidPayload, "a close reason is not UTF-8");

            return new(ReceivedKind.Close, Status: status, Reason: Encoding.UTF8.GetString(bytes[2..]));
        }
        finally
        {
            payload.Return();
        }
    }

    private void DropPartial()
    {
        _message?.Return();
        _control?.Return();
        (_message, _control) = (null, null);
    }
}
