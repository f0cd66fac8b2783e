using System.Buffers;
using System.IO.Compression;

namespace QueueRun.Wire;

/// <summary>Decompresses messages (RFC 7692, 7.2.2).</summary>
internal static class Inflation
{
    private const int FirstSize = 256;

    /// <summary>
    /// The bytes to append before decompressing: the four that every sender leaves out, and an empty last block, which ends the stream.
    /// </summary>
    public static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF, 0x01, 0x00, 0x00, 0xFF, 0xFF];

    /// <summary>The longest compressed form of a message of this size: a message that does not shrink may grow by an eighth.</summary>
    public static int MaxCompressedSize(int size) => size + size / 8 + 64;

    /// <summary>The message; or null, with a close code and a reason.</summary>
    /// <param name="compressed">The bytes and their <see cref="Tail"/>.</param>
    /// <param name="length">The length of both.</param>
    /// <param name="max">The longest message: at most one byte more is ever decompressed.</param>
    /// <param name="wrong">The close code and reason, if the bytes are invalid.</param>
    public static MessageBytes? Inflate(byte[] compressed, int length, int max, out (int Status, string Reason) wrong)
    {
        var message = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(FirstSize, 2 * Math.Min(length, max / 2)), max + 1));
        var size = 0;
        wrong = default;
        try
        {
            using var source = new Source(compressed, length);
            using var inflating = new DeflateStream(source, CompressionMode.Decompress);
            while (inflating.Read(message, size, Math.Min(message.Length, max + 1) - size) is > 0 and var count)
            {
                size += count;
                if (size > max)
                {
                    wrong = (CloseStatus.TooBig, "message too big");
                    return null;
                }

                if (size == message.Length) message = Grow(message, max);
            }

            if (source.IsExhausted)
            {
                wrong = BadData;
                return null;
            }

            var result = new MessageBytes(message, size);
            message = null;
            return result;
        }
        catch (InvalidDataException)
        {
            wrong = BadData;
            return null;
        }
        finally
        {
            if (message is not null) ArrayPool<byte>.Shared.Return(message);
        }
    }

    // The frames are valid but their content is not: that is 1007, for text and binary (RFC 6455, 7.4.1).
    private static (int Status, string Reason) BadData => (CloseStatus.InvalidText, "compressed data is not valid");

    private static byte[] Grow(byte[] message, int max)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * message.Length, max + 1L));
        message.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(message);
        return larger;
    }

    /// <summary>Notices whether the decompressor asked for more bytes than there are: then the message was cut off.</summary>
    private sealed class Source(byte[] bytes, int length) : MemoryStream(bytes, 0, length, writable: false)
    {
        public bool IsExhausted { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Seen(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Seen(base.Read(buffer));

        private int Seen(int count)
        {
            if (count == 0) IsExhausted = true;
            return count;
        }
    }
}
