using System.Buffers;
using System.Buffers.Binary;

namespace QueueRun.Wire;

/// <summary>The header of a client's frame (RFC 6455, 5.2).</summary>
internal readonly record struct FrameHeader(bool IsFinal, Opcode Opcode, long PayloadSize, uint Key)
{
    private const int MaxSize = 14;

    public bool IsControl => ((byte)Opcode & 0x8) != 0;

    /// <summary>Reads a header and steps over it; false when not all of it is there yet.</summary>
    /// <param name="buffer">What was received.</param>
    /// <param name="header">The header.</param>
    /// <param name="violation">What is wrong with it, or null: known with its first bytes.</param>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out FrameHeader header, out string? violation)
    {
        header = default;
        violation = null;
        Span<byte> copy = stackalloc byte[MaxSize];
        scoped ReadOnlySpan<byte> bytes = buffer.FirstSpan;
        if (bytes.Length < MaxSize && buffer.Length > bytes.Length)
        {
            var start = buffer.Slice(0, Math.Min(MaxSize, buffer.Length));
            start.CopyTo(copy);
            bytes = copy[..(int)start.Length];
        }

        if (bytes.Length < 2) return false;

        var opcode = (Opcode)(bytes[0] & 0x0F);
        var isFinal = (bytes[0] & 0x80) != 0;
        var length = bytes[1] & 0x7F;
        violation = Violation(bytes[0], opcode, isFinal, isMasked: (bytes[1] & 0x80) != 0, length);
        if (violation is not null) return false;

        var (size, payload) = length switch { 126 => (8, 0L), 127 => (14, 0L), _ => (6, (long)length) };
        if (bytes.Length < size) return false;

        if (length == 126) payload = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (length == 127) payload = BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
        if (payload < 0) violation = "the top bit of a length is set";
        else if ((length == 126 && payload <= 125) || (length == 127 && payload <= ushort.MaxValue)) violation = "a length is not in its shortest form";
        if (violation is not null) return false;

        header = new(isFinal, opcode, payload, BinaryPrimitives.ReadUInt32LittleEndian(bytes[(size - 4)..]));
        buffer = buffer.Slice(size);
        return true;
    }

    private static string? Violation(byte first, Opcode opcode, bool isFinal, bool isMasked, int length)
    {
        if ((first & 0x70) != 0) return "a reserved bit is set";
        if (!isMasked) return "a frame is not masked";
        switch (opcode)
        {
            case Opcode.Continuation or Opcode.Text or Opcode.Binary: return null;
            case Opcode.Close or Opcode.Ping or Opcode.Pong: break;
            default: return "an opcode is reserved";
        }

        if (!isFinal) return "a control frame is fragmented";
        return length > 125 ? "a control frame is longer than 125 bytes" : null;
    }
}
