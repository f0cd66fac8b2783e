using System.IO.Compression;

namespace QueueRun.Conformance.Cases;

/// <summary>One row of the table of compression: the offer, the answer, and the messages in both directions.</summary>
/// <param name="Id">Our name of the case.</param>
/// <param name="Suite">The number of the case in the Autobahn test suite.</param>
/// <param name="Offers">The client's offers.</param>
/// <param name="Answer">The server's answer; null if it declines.</param>
/// <param name="Data">The data that messages are taken from.</param>
/// <param name="Length">The length of a message.</param>
/// <param name="Fragment">The longest fragment; 0: messages are whole.</param>
public sealed record CompressionCase(string Id, string Suite, string Offers, string? Answer, CompressionData Data, int Length, int Fragment)
{
    public Opcode Opcode => Data.IsText ? Opcode.Text : Opcode.Binary;

    /// <summary>Whether messages must become shorter.</summary>
    public bool Shrinks => Data.Shrinks;

    /// <summary>The next part of the data, which repeats.</summary>
    public byte[] Message(int number)
    {
        var message = new byte[Length];
        var start = (int)((long)number * Length % Data.Bytes.Length);
        for (var i = 0; i < Length; i++) message[i] = Data.Bytes[(start + i) % Data.Bytes.Length];
        return message;
    }

    /// <summary>The message as the client sends it: compressed as a whole, and then cut. The first frame is marked as compressed.</summary>
    public byte[] Frames(byte[] message)
    {
        var bytes = Deflate(message);
        var parts = Fragment == 0 ? [bytes] : bytes.Chunk(Fragment).ToArray();
        return Conformance.Frames.Join(parts.Select((part, i) =>
            RawWebSocket.Frame(i == 0 ? Opcode : Opcode.Continuation, part, final: i == parts.Length - 1, reserved: i == 0 ? 4 : 0)));
    }

    public static byte[] Inflate(byte[] message)
    {
        using var inflating = new DeflateStream(new MemoryStream([.. message, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        var result = new MemoryStream();
        inflating.CopyTo(result);
        return result.ToArray();
    }

    public override string ToString() => $"{Id} ({Suite})";

    private static byte[] Deflate(byte[] message)
    {
        var target = new MemoryStream();
        using var deflating = new DeflateStream(target, CompressionLevel.Optimal);
        deflating.Write(message);
        deflating.Flush();
        return target.ToArray()[..^4]; // without the end of the flush (RFC 7692, 7.2.1)
    }
}

/// <summary>The data that messages are taken from.</summary>
/// <param name="Name">Its kind.</param>
/// <param name="IsText">Whether it is sent as text: then it is ASCII, which can be cut anywhere.</param>
/// <param name="Shrinks">Whether compression halves it at least.</param>
/// <param name="Bytes">The data.</param>
public sealed record CompressionData(string Name, bool IsText, bool Shrinks, byte[] Bytes);
