using System.Buffers.Binary;
using System.Numerics;

namespace QueueRun.Wire;

/// <summary>The masking of client frames (RFC 6455, 5.3).</summary>
internal static class Masking
{
    /// <summary>Copies bytes and takes their mask off.</summary>
    /// <param name="source">Masked bytes.</param>
    /// <param name="destination">As many bytes.</param>
    /// <param name="key">The frame's key, as its four bytes stand on the wire, read little endian.</param>
    /// <param name="offset">How many bytes of the frame's payload came before these.</param>
    public static void Unmask(ReadOnlySpan<byte> source, Span<byte> destination, uint key, long offset)
    {
        var rotated = BitOperations.RotateRight(key, 8 * (int)(offset & 3));
        var pattern = new Vector<uint>(BitConverter.IsLittleEndian ? rotated : BinaryPrimitives.ReverseEndianness(rotated));
        var i = 0;
        for (var mask = Vector.AsVectorByte(pattern); i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(source[i..]) ^ mask).CopyTo(destination[i..]);

        for (; i < source.Length; i++) destination[i] = (byte)(source[i] ^ (rotated >> (8 * (i & 3))));
    }
}
