using System.Buffers.Binary;

namespace QueueRun.Wire;

/// <summary>The bytes before a frame's payload (RFC 6455, 5.2), as read from a client and as written by the server.</summary>
/// <param name="Opcode">The frame's kind; never a reserved value.</param>
/// <param name="Final">Whether the frame is the last of its message.</param>
/// <param name="Length">The payload's length.</param>
/// <param name="Size">The header's own size, masking key included.</param>
/// <param name="Compressed">Whether the message is compressed (RFC 7692, 6): only its first frame says so.</param>
internal readonly record struct FrameHeader(Opcode Opcode, bool Final, long Length, int Size, bool Compressed)
{
    /// <summary>The longest header of an unmasked frame.</summary>
    public const int MaxUnmaskedSize = 10;

    /// <summary>The longest header of a masked frame.</summary>
    public const int MaxSize = MaxUnmaskedSize + KeySize;

    /// <summary>The size of the masking key, which ends the header.</summary>
    public const int KeySize = 4;

    /// <summary>The longest payload of a close, ping or pong.</summary>
    public const int MaxControlPayload = 125;

    /// <summary>The bits that no frame may have if no extension was negotiated.</summary>
    public const byte ReservedBits = 0x70;

    /// <summary>The bit that permessage-deflate uses.</summary>
    public const byte CompressedBit = 0x40;

    private const byte FinalBit = 0x80;
    private const byte MaskBit = 0x80;
    private const byte Length16 = 126;
    private const byte Length64 = 127;

    public bool IsControl => IsControlOpcode(Opcode);

    /// <summary>The size of the header that <see cref="Write"/> writes for a payload of this length.</summary>
    public static int UnmaskedSize(int payloadLength) => payloadLength switch
    {
        < Length16 => 2,
        <= ushort.MaxValue => 4,
        _ => MaxUnmaskedSize,
    };

    /// <summary>Writes the header of a final, unmasked frame into exactly <see cref="UnmaskedSize"/> bytes.</summary>
    public static void Write(Span<byte> header, Opcode opcode, int payloadLength, bool compressed)
    {
        header[0] = (byte)(FinalBit | (compressed ? CompressedBit : 0) | (byte)opcode);
        switch (header.Length)
        {
            case 2:
                header[1] = (byte)payloadLength;
                break;
            case 4:
                header[1] = Length16;
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payloadLength);
                break;
            default:
                header[1] = Length64;
                BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)payloadLength);
                break;
        }
    }

    /// <summary>
    /// Reads a client's header as soon as its length has arrived, even before its masking key. False if more bytes are needed, or, with a
    /// <paramref name="violation"/>, if no client's frame may begin like this.
    /// </summary>
    /// <param name="bytes">The bytes received so far.</param>
    /// <param name="reservedBits">The bits that no frame of this connection may have.</param>
    /// <param name="header">The header.</param>
    /// <param name="violation">The error in the header, or null.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, byte reservedBits, out FrameHeader header, out string? violation)
    {
        header = default;
        violation = null;
        if (bytes.Length < 2) return false;

        var opcode = (Opcode)(bytes[0] & 0x0F);
        var final = (bytes[0] & FinalBit) != 0;
        var shortLength = bytes[1] & ~MaskBit;
        var compressed = (bytes[0] & CompressedBit) != 0;
        violation =
            (bytes[0] & reservedBits) != 0 ? "reserved bit set"
            : compressed && opcode is not (Opcode.Text or Opcode.Binary) ? "reserved bit set"
            : opcode is not (<= Opcode.Binary or (>= Opcode.Close and <= Opcode.Pong)) ? "reserved opcode"
            : (bytes[1] & MaskBit) == 0 ? "frame not masked"
            : !IsControlOpcode(opcode) ? null
            : !final ? "control frame fragmented"
            : shortLength > MaxControlPayload ? "control frame too long"
            : null;
        if (violation is not null || !TryReadLength(bytes, shortLength, out var length, out var size)) return false;

        violation =
            length > long.MaxValue ? "length out of range"
            : length < (size switch { 2 => 0u, 4 => Length16, _ => ushort.MaxValue + 1u }) ? "length not minimal"
            : null;
        header = new(opcode, final, (long)length, size + KeySize, compressed);
        return violation is null;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> bytes, int shortLength, out ulong length, out int size)
    {
        (length, size) = ((ulong)shortLength, shortLength switch { Length16 => 4, Length64 => MaxUnmaskedSize, _ => 2 });
        if (bytes.Length < size) return false;

        if (size == 4) length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        else if (size == MaxUnmaskedSize) length = BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
        return true;
    }

    private static bool IsControlOpcode(Opcode opcode) => opcode >= Opcode.Close;
}
