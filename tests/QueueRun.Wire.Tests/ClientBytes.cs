using System.Buffers.Binary;
using System.Text;

namespace QueueRun.Wire.Tests;

/// <summary>A client's frames, valid and invalid.</summary>
internal static class ClientBytes
{
    /// <summary>The form of a length.</summary>
    public enum LengthForm { Minimal, Sixteen, SixtyFour }

    private static readonly byte[] Key = [0x37, 0xFA, 0x21, 0x3D];

    /// <param name="first">The first byte: FIN, reserved bits, opcode.</param>
    /// <param name="payload">The payload, not yet masked.</param>
    /// <param name="masked">Whether the frame is masked, as it should be.</param>
    /// <param name="form">The form of the length.</param>
    /// <param name="key">The masking key.</param>
    /// <param name="announced">The announced length, if it is not the payload's.</param>
    public static byte[] Frame(
        int first, ReadOnlySpan<byte> payload, bool masked = true, LengthForm form = LengthForm.Minimal, byte[]? key = null, ulong? announced = null)
    {
        key ??= Key;
        var length = announced ?? (ulong)payload.Length;
        if (form is LengthForm.Minimal && length > 125) form = length <= ushort.MaxValue ? LengthForm.Sixteen : LengthForm.SixtyFour;

        var bytes = new List<byte> { (byte)first };
        var mask = masked ? 0x80 : 0;
        Span<byte> number = stackalloc byte[8];
        switch (form)
        {
            case LengthForm.Minimal:
                bytes.Add((byte)(mask | (int)length));
                break;
            case LengthForm.Sixteen:
                bytes.Add((byte)(mask | 126));
                BinaryPrimitives.WriteUInt16BigEndian(number, (ushort)length);
                bytes.AddRange(number[..2]);
                break;
            default:
                bytes.Add((byte)(mask | 127));
                BinaryPrimitives.WriteUInt64BigEndian(number, length);
                bytes.AddRange(number);
                break;
        }

        if (masked) bytes.AddRange(key);
        for (var i = 0; i < payload.Length; i++) bytes.Add((byte)(payload[i] ^ (masked ? key[i % 4] : 0)));
        return [.. bytes];
    }

    public static byte[] Text(string text) => Frame(0x81, Utf8(text));

    public static byte[] Close(int status, string reason = "") => Frame(0x88, [(byte)(status >> 8), (byte)status, .. Utf8(reason)]);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Bytes with a long period.</summary>
    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Join(params IEnumerable<byte[]> parts) => [.. parts.SelectMany(part => part)];
}
