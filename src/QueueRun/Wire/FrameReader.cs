using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace QueueRun.Wire;

/// <summary>
/// Reads a client's frames. Frames are parsed in the receive buffer, and a payload is unmasked while it is copied into its message. Payload
/// is copied as it arrives, so at most twice the memory of the received bytes is held.
/// </summary>
/// <param name="maxMessageSize">The longest message.</param>
/// <param name="inflates">Whether messages may be compressed.</param>
internal sealed class FrameReader(int maxMessageSize, bool inflates)
{
    /// <summary>A fragment below this size costs more than it carries: many of them are counted as a flood.</summary>
    public const int SmallFragment = 64;

    private readonly byte _reservedBits = (byte)(inflates ? FrameHeader.ReservedBits & ~FrameHeader.CompressedBit : FrameHeader.ReservedBits);
    private byte[]? _message;
    private int _length;      // bytes of the message so far
    private int _checked;     // bytes of complete characters among them, if the message is text
    private Opcode _kind;     // of the current message; Continuation if there is none
    private bool _compressed; // whether the current message is compressed
    private bool _inPayload;  // inside a data frame's payload
    private bool _final;      // whether that frame is its message's last
    private bool _small;      // whether that frame is a small fragment
    private int _remaining;   // payload bytes of that frame that have not arrived
    private uint _key;        // rotated to the next payload byte

    /// <summary>
    /// Takes the next complete item from the buffer. True if there is one to answer; a violation is the last. Otherwise more bytes are
    /// needed: the rest of the buffer has been examined.
    /// </summary>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, out Received received)
    {
        while (true)
        {
            if (_inPayload)
            {
                if (!TakePayload(ref buffer))
                {
                    received = Fail(NotText.Status, NotText.Reason);
                    return true;
                }

                if (_remaining > 0) break;

                _inPayload = false;
                if (_final) return EndMessage(out received);
                if (_small)
                {
                    received = Fragment;
                    return true;
                }
            }

            if (!TryReadHeader(buffer, out var header, out received)) return received.Kind is ReceivedKind.Violation;

            if (header.IsControl)
            {
                if (buffer.Length < header.Size + header.Length) break;

                received = ReadControl(buffer, header);
                buffer = buffer.Slice(header.Size + header.Length);
                return true;
            }

            if (buffer.Length < header.Size) break;

            if (header.Opcode is not Opcode.Continuation) (_kind, _compressed) = (header.Opcode, header.Compressed);
            (_inPayload, _final, _small) = (true, header.Final, header.Length < SmallFragment);
            (_remaining, _key) = ((int)header.Length, ReadKey(buffer, header));
            buffer = buffer.Slice(header.Size);
        }

        received = default;
        return false;
    }

    /// <summary>Returns the buffer of a message that will not be completed.</summary>
    public void Discard()
    {
        if (_message is not null) ArrayPool<byte>.Shared.Return(_message);
        (_message, _length, _checked, _kind) = (null, 0, 0, Opcode.Continuation);
    }

    private bool TryReadHeader(in ReadOnlySequence<byte> buffer, out FrameHeader header, out Received received)
    {
        received = default;
        Span<byte> copy = stackalloc byte[FrameHeader.MaxSize];
        if (FrameHeader.TryRead(Start(buffer, copy), _reservedBits, out header, out var violation)) violation = WrongHere(header);
        else if (violation is null) return false;

        if (violation is not null)
        {
            received = Fail(CloseStatus.ProtocolError, violation);
            return false;
        }

        if (!header.IsControl && header.Length > MaxLength(header) - _length)
        {
            received = Fail(CloseStatus.TooBig, "message too big");
            return false;
        }

        return true;
    }

    private int MaxLength(in FrameHeader header)
        => header.Compressed || (_compressed && header.Opcode is Opcode.Continuation) ? Inflation.MaxCompressedSize(maxMessageSize) : maxMessageSize;

    private string? WrongHere(in FrameHeader header)
    {
        if (header.IsControl) return null;

        var inMessage = _kind is not Opcode.Continuation;
        return header.Opcode is Opcode.Continuation
            ? inMessage ? null : "continuation of no message"
            : inMessage ? "message begun inside of another" : null;
    }

    /// <summary>False if the message is text and its bytes so far cannot be UTF-8.</summary>
    private bool TakePayload(ref ReadOnlySequence<byte> buffer)
    {
        var count = (int)Math.Min(_remaining, buffer.Length);
        if (count > 0)
        {
            var target = Room(count);
            if (buffer.FirstSpan.Length >= count)
            {
                Masking.Unmask(buffer.FirstSpan[..count], target, _key);
                _key = Masking.Turn(_key, count);
            }
            else
            {
                foreach (var segment in buffer.Slice(0, count))
                {
                    Masking.Unmask(segment.Span, target, _key);
                    _key = Masking.Turn(_key, segment.Length);
                    target = target[segment.Length..];
                }
            }

            buffer = buffer.Slice(count);
            _length += count;
            _remaining -= count;
        }

        if (_kind is not Opcode.Text || _compressed) return true;

        var possible = Utf8Prefix.IsPossible(_message.AsSpan(_checked, _length - _checked), out var whole);
        _checked += whole;
        return possible && (_checked == _length || !_final || _remaining > 0);
    }

    private Span<byte> Room(int count)
    {
        var needed = _length + count;
        if (_message is null || _message.Length < needed)
        {
            // Doubled, so that many small parts are not copied repeatedly; but no larger than the message can become.
            var size = Math.Max(needed, Math.Min(2L * _length, _final ? _length + (long)_remaining : maxMessageSize));
            var larger = ArrayPool<byte>.Shared.Rent((int)size);
            if (_message is not null)
            {
                _message.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_message);
            }

            _message = larger;
        }

        return _message.AsSpan(_length, count);
    }

    private bool EndMessage(out Received received)
    {
        if (_compressed) return EndCompressedMessage(out received);

        received = new(_kind is Opcode.Text ? ReceivedKind.Text : ReceivedKind.Binary, new MessageBytes(_message, _length));
        (_message, _length, _checked, _kind) = (null, 0, 0, Opcode.Continuation);
        return true;
    }

    private bool EndCompressedMessage(out Received received)
    {
        _compressed = false;
        Inflation.Tail.CopyTo(Room(Inflation.Tail.Length));
        var message = Inflation.Inflate(_message!, _length + Inflation.Tail.Length, maxMessageSize, out var wrong);
        if (message is { } text && _kind is Opcode.Text && !Utf8.IsValid(text.Memory.Span))
        {
            text.Return();
            (message, wrong) = (null, NotText);
        }

        if (message is not { } data)
        {
            received = Fail(wrong.Status, wrong.Reason);
            return true;
        }

        received = new(_kind is Opcode.Text ? ReceivedKind.Text : ReceivedKind.Binary, data);
        Discard();
        return true;
    }

    private Received ReadControl(in ReadOnlySequence<byte> buffer, in FrameHeader header)
    {
        Span<byte> copy = stackalloc byte[FrameHeader.MaxControlPayload];
        var payload = copy[..(int)header.Length];
        buffer.Slice(header.Size, header.Length).CopyTo(payload);
        Masking.Unmask(payload, payload, ReadKey(buffer, header));
        if (header.Opcode is Opcode.Close) return ReadClose(payload);

        MessageBytes data = default;
        if (payload.Length > 0)
        {
            var array = ArrayPool<byte>.Shared.Rent(payload.Length);
            payload.CopyTo(array);
            data = new(array, payload.Length);
        }

        return new(header.Opcode is Opcode.Ping ? ReceivedKind.Ping : ReceivedKind.Pong, data);
    }

    private Received ReadClose(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return new(ReceivedKind.Close);
        if (payload.Length == 1) return Fail(CloseStatus.ProtocolError, "close code cut off");

        var status = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!CloseStatus.MayBeSent(status)) return Fail(CloseStatus.ProtocolError, "close code not allowed");
        if (!Utf8.IsValid(payload[2..])) return Fail(CloseStatus.InvalidText, "close reason is not valid UTF-8");
        return new(ReceivedKind.Close, Status: status, Reason: Encoding.UTF8.GetString(payload[2..]));
    }

    private Received Fail(int status, string reason)
    {
        Discard();
        return new(ReceivedKind.Violation, Status: status, Reason: reason);
    }

    private static (int Status, string Reason) NotText => (CloseStatus.InvalidText, "text is not valid UTF-8");

    private static Received Fragment => new(ReceivedKind.Fragment);

    private static uint ReadKey(in ReadOnlySequence<byte> buffer, in FrameHeader header)
    {
        Span<byte> copy = stackalloc byte[FrameHeader.MaxSize];
        return BinaryPrimitives.ReadUInt32LittleEndian(Start(buffer, copy)[(header.Size - FrameHeader.KeySize)..]);
    }

    /// <summary>The buffer's first bytes, as many as a header may take, in one piece.</summary>
    private static ReadOnlySpan<byte> Start(in ReadOnlySequence<byte> buffer, Span<byte> copy)
    {
        var first = buffer.FirstSpan;
        if (first.Length >= FrameHeader.MaxSize || buffer.IsSingleSegment) return first;

        var length = (int)Math.Min(copy.Length, buffer.Length);
        buffer.Slice(0, length).CopyTo(copy);
        return copy[..length];
    }
}
