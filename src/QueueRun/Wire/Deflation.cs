using System.Buffers;
using System.IO.Compression;

namespace QueueRun.Wire;

/// <summary>Compresses messages (RFC 7692, 7.2.1).</summary>
internal static class Deflation
{
    /// <summary>A smaller message fits into one packet uncompressed.</summary>
    public const int MinSize = 1024;

    /// <summary>A frame with the payload, compressed; null if that would not be smaller.</summary>
    public static Frame? TryCompress(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < MinSize) return null;

        const int Start = FrameHeader.MaxUnmaskedSize;
        var array = ArrayPool<byte>.Shared.Rent(Start + payload.Length + EndOfFlush.Length);
        try
        {
            using var target = new Target(array, Start, Start + payload.Length + EndOfFlush.Length);
            // A message is compressed once for all recipients: the smaller result is worth the time.
            using var deflating = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true);
            deflating.Write(payload);
            deflating.Flush();

            // A flush ends with an empty block: its header is kept, the rest is left out.
            if (target.End() is not { } end || !array.AsSpan(Start, end - Start).EndsWith(EndOfFlush)) return null;

            var length = end - EndOfFlush.Length - Start;
            if (length >= payload.Length) return null;

            var frame = Frame.Adopt(opcode, array, Start, length, compressed: true);
            array = null;
            return frame;
        }
        finally
        {
            if (array is not null) ArrayPool<byte>.Shared.Return(array);
        }
    }

    private static ReadOnlySpan<byte> EndOfFlush => [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>Writes into a part of an array. Bytes that do not fit are dropped.</summary>
    private sealed class Target(byte[] array, int start, int limit) : Stream
    {
        private int _end = start;
        private bool _full;
        private bool _closed;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>
        /// The end of the written bytes; null if they did not fit. Bytes written later, when the compressor is disposed, are dropped.
        /// </summary>
        public int? End()
        {
            _closed = true;
            return _full ? null : _end;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_closed) return;

            _full |= buffer.Length > limit - _end;
            if (_full) return;

            buffer.CopyTo(array.AsSpan(_end));
            _end += buffer.Length;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
