using System.IO.Compression;

namespace QueueRun.Wire.Tests;

/// <summary>Compresses messages as a client does (RFC 7692, 7.2.1), and decompresses them.</summary>
internal static class Deflated
{
    /// <summary>Compressed as a message: without the end of the last flush.</summary>
    public static byte[] Message(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        if (bytes.Length == 0) return [0];

        var target = new MemoryStream();
        var deflating = new DeflateStream(target, level);
        deflating.Write(bytes);
        deflating.Flush();
        var flushed = target.ToArray();
        deflating.Dispose();
        Assert.Equal("0000FFFF", Convert.ToHexString(flushed[^4..]));
        return flushed[..^4];
    }

    /// <summary>
    /// Compressed with a final block, by a client that cannot flush, and the empty block that must follow (RFC 7692, 7.2.3.4).
    /// </summary>
    public static byte[] Finished(byte[] bytes)
    {
        var target = new MemoryStream();
        using (var deflating = new DeflateStream(target, CompressionLevel.Optimal)) deflating.Write(bytes);
        return [.. target.ToArray(), 0];
    }

    /// <summary>The decompressed message.</summary>
    public static byte[] Inflate(ReadOnlySpan<byte> message)
    {
        using var inflating = new DeflateStream(new MemoryStream([.. message, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        var result = new MemoryStream();
        inflating.CopyTo(result);
        return result.ToArray();
    }
}
