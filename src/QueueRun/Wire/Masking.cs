using System.Buffers.Binary;
using System.Numerics;

namespace QueueRun.Wire;

/// <summary>Masks and unmasks a client's payload by exclusive or (RFC 6455, 5.3).</summary>
internal static class Masking
{
    /// <summary>Unmasks while copying.</summary>
    /// <param name="source">The payload as received.</param>
    /// <param name="destination">At least as long.</param>
    /// <param name="key">
    /// The masking key as a little-endian number, rotated so that its lowest byte belongs to the source's first byte.
    /// </param>
    public static void Unmask(ReadOnlySpan<byte> source, Span<byte> destination, uint key)
    {
        destination = destination[..source.Length];
        var at = 0;
        if (Vector.IsHardwareAccelerated && source.Length >= Vector<byte>.Count)
        {
            var inMemory = BitConverter.IsLittleEndian ? key : BinaryPrimitives.ReverseEndianness(key);
            var keys = Vector.AsVectorByte(new Vector<uint>(inMemory));
            for (; at <= source.Length - Vector<byte>.Count; at += Vector<byte>.Count)
                (new Vector<byte>(source[at..]) ^ keys).CopyTo(destination[at..]);
        }

        var wide = key | (ulong)key << 32;
        for (; at <= source.Length - sizeof(ulong); at += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(destination[at..], BinaryPrimitives.ReadUInt64LittleEndian(source[at..]) ^ wide);
        for (; at < source.Length; at++)
            destination[at] = (byte)(source[at] ^ (key >> (at % 4 * 8)));
    }

    /// <summary>The key, rotated for the payload this many bytes further on.</summary>
    public static uint Turn(uint key, int bytes) => BitOperations.RotateRight(key, bytes % 4 * 8);
}
