using System.Buffers;

namespace QueueRun.Wire;

/// <summary>Finds the peer's close frame among bytes that can no longer be read as frames.</summary>
internal static class CloseAnswer
{
    private const byte FinalClose = 0x88, Masked = 0x80;
    private const int HeaderSize = 2 + FrameHeader.KeySize;

    /// <summary>
    /// Whether the bytes end with a close frame that repeats this code, as RFC 6455, 5.5.1 advises. Four bytes must match, two of them
    /// those that the server sent: a match by chance is rare enough.
    /// </summary>
    public static bool Ends(in ReadOnlySequence<byte> bytes, int status)
    {
        Span<byte> room = stackalloc byte[HeaderSize + FrameHeader.MaxControlPayload];
        var tail = room[..(int)Math.Min(room.Length, bytes.Length)];
        bytes.Slice(bytes.Length - tail.Length).CopyTo(tail);
        for (var length = 2; HeaderSize + length <= tail.Length; length++)
        {
            var frame = tail[^(HeaderSize + length)..];
            if (frame[0] != FinalClose || frame[1] != (Masked | length)) continue;
            if ((((frame[HeaderSize] ^ frame[2]) << 8) | (frame[HeaderSize + 1] ^ frame[3])) == status) return true;
        }

        return false;
    }
}
