using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace QueueRun.Fuzz.Frames;

/// <summary>Clients' frames: messages in fragments, control frames between them, and mistakes.</summary>
internal static class FrameGenerator
{
    // Characters of each length, so that some are cut.
    private static readonly byte[][] Characters =
        [.. new[] { "a", "Hello, world, this is ASCII", "é", "€", "😀", "\u0000", "߿ࠀ", "\uFFFF", "𐀀", "\U0010FFFF", "{\"a\":1}" }.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] WrongCharacters =
        [[0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xFF], [0xF0, 0x8F, 0xBF, 0xBF], [0xC3]];

    private static readonly int[] Codes = [999, 1000, 1001, 1003, 1004, 1005, 1006, 1007, 1011, 1014, 1015, 2999, 3000, 4999, 5000, 65535];

    // Compressing takes longer than a case, so compressed data are prepared.
    private static readonly byte[][] Compressed = [.. Enumerable.Range(0, 2000).Select(i => Compress(new(i)))];

    public static byte[] Generate(Random random)
    {
        var (compression, limit) = (random.Next(2) == 0, random.Next(FrameCase.LimitCount));
        var cuts = random.Next(3) == 0 ? 0 : random.Next(FrameCase.MaxCuts + 1);
        List<byte> bytes = [FrameCase.Settings(compression, limit, cuts)];
        for (var i = 0; i < cuts * 2; i++) bytes.Add((byte)random.Next(256));
        var start = bytes.Count;
        if (random.Next(30) == 0)
        {
            bytes.AddRange(Noise(random, random.Next(200)));
            return [.. bytes];
        }

        for (var count = random.Next(1, 6); count > 0; count--)
        {
            switch (random.Next(12))
            {
                case 0: Control(random, bytes); break;
                case 1 when count == 1: Close(random, bytes); break;
                case 2: Frame(random, bytes, random.Next(256), Payload(random, 140)); break;
                default: Message(random, bytes, compression, FrameCase.Limit(limit)); break;
            }
        }

        // Half of the cases are valid.
        if (random.Next(2) == 0) Mutation.Apply(random, bytes, random.Next(10) == 0 ? 0 : start);
        return [.. bytes];
    }

    private static void Message(Random random, List<byte> bytes, bool compression, int max)
    {
        // Mostly within the limit, sometimes near it.
        var isText = random.Next(2) == 0;
        var isCompressed = compression && random.Next(3) > 0;
        var payload = isCompressed ? Compressed[random.Next(Compressed.Length)]
            : isText ? Text(random, max)
            : random.Next(8) == 0 ? Noise(random, Math.Max(0, max + random.Next(-2, 3))) : Noise(random, random.Next(Math.Min(max, 200)));
        var at = 0;
        var first = (isText ? 1 : 2) | (isCompressed ? 0x40 : 0);
        for (var fragments = random.Next(2) == 0 ? 1 : random.Next(1, 5); fragments > 0; fragments--)
        {
            var end = fragments == 1 ? payload.Length : random.Next(at, payload.Length + 1);
            Frame(random, bytes, first | (fragments == 1 ? 0x80 : 0), payload.AsSpan(at, end - at));
            (at, first) = (end, 0);
            if (fragments > 1 && random.Next(4) == 0) Control(random, bytes);
        }
    }

    private static void Control(Random random, List<byte> bytes)
        => Frame(random, bytes, random.Next(2) == 0 ? 0x89 : 0x8A, Noise(random, random.Next(4) == 0 ? random.Next(120, 126) : random.Next(10)));

    private static void Close(Random random, List<byte> bytes)
    {
        var code = Codes[random.Next(Codes.Length)];
        Frame(random, bytes, 0x88, random.Next(6) == 0 ? Noise(random, random.Next(3)) : [(byte)(code >> 8), (byte)code, .. Text(random, 100).Take(123)]);
    }

    private static void Frame(Random random, List<byte> bytes, int first, ReadOnlySpan<byte> payload)
    {
        bytes.Add((byte)first);
        var mask = random.Next(300) == 0 ? 0 : 0x80;
        Span<byte> number = stackalloc byte[8];
        var form = random.Next(100) == 0 ? random.Next(3) : payload.Length < 126 ? 0 : 1;
        if (payload.Length > 125 && form == 0) form = 1;
        switch (form)
        {
            case 0:
                bytes.Add((byte)(mask | payload.Length));
                break;
            case 1:
                bytes.Add((byte)(mask | 126));
                BinaryPrimitives.WriteUInt16BigEndian(number, (ushort)payload.Length);
                bytes.AddRange(number[..2]);
                break;
            default:
                bytes.Add((byte)(mask | 127));
                BinaryPrimitives.WriteUInt64BigEndian(number, random.Next(2) == 0 ? (ulong)payload.Length : (ulong)random.NextInt64() << random.Next(2));
                bytes.AddRange(number);
                break;
        }

        Span<byte> key = stackalloc byte[4];
        if (mask != 0)
        {
            random.NextBytes(key);
            bytes.AddRange(key);
        }

        for (var i = 0; i < payload.Length; i++) bytes.Add((byte)(payload[i] ^ key[i % 4]));
    }

    private static byte[] Payload(Random random, int most) => random.Next(2) == 0 ? Text(random, most) : Noise(random, random.Next(most));

    private static byte[] Text(Random random, int most)
    {
        List<byte> text = [];
        for (var count = random.Next(12); count > 0 && text.Count < most; count--) text.AddRange(Characters[random.Next(Characters.Length)]);
        if (random.Next(12) == 0) text.InsertRange(random.Next(3) == 0 ? random.Next(text.Count + 1) : text.Count, WrongCharacters[random.Next(WrongCharacters.Length)]);
        return [.. text];
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Compress(Random random)
    {
        var payload = random.Next(4) switch
        {
            0 => Noise(random, random.Next(300)),
            1 => [.. Enumerable.Repeat((byte)'x', random.Next(3000))],
            _ => (byte[])[.. Text(random, 300), .. Text(random, 300), .. Text(random, 2000)],
        };
        var target = new MemoryStream();
        var deflating = new DeflateStream(target, (CompressionLevel)random.Next(4), leaveOpen: true);
        deflating.Write(payload);
        // With a final block, by a client that cannot flush (RFC 7692, 7.2.3.4), or without.
        if (random.Next(3) == 0)
        {
            deflating.Dispose();
            return random.Next(2) == 0 ? [.. target.ToArray(), 0] : target.ToArray();
        }

        deflating.Flush();
        var flushed = target.ToArray();
        deflating.Dispose();
        var message = flushed.AsSpan().EndsWith((byte[])[0, 0, 0xFF, 0xFF]) ? flushed[..^4].ToList() : [0];
        // Bits inside compressed data are changed too, not only those of frames.
        if (random.Next(2) == 0) Mutation.Apply(random, message, 0);
        return [.. message];
    }
}
