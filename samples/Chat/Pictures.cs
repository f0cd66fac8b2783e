using System.Buffers.Binary;
using System.Text;
using QueueRun;

/// <summary>
/// A picture is a binary message, which begins with a line of text: from the page the name of the room, to the page the id of the message.
/// Then comes the JPEG.
/// </summary>
internal static class Pictures
{
    private const int MaxSize = 40_000;     // bytes
    private const int MaxSide = 2048;       // pixels

    /// <summary>Reads a message of a page, which cannot be trusted: only a small JPEG is passed on.</summary>
    public static (string Room, byte[] Jpeg) Read(ReadOnlySpan<byte> message)
    {
        var line = message.IndexOf((byte)'\n');
        if (line < 0)
            throw new SocketErrorException("A picture begins with a line that names its room.");
        var jpeg = message[(line + 1)..];
        if (jpeg.Length > MaxSize)
            throw new SocketErrorException($"A picture has at most {MaxSize / 1000} kB.");
        if (!IsSmallJpeg(jpeg))
            throw new SocketErrorException($"A picture is a JPEG of at most {MaxSide} × {MaxSide} pixels.");
        return (Encoding.UTF8.GetString(message[..line]), jpeg.ToArray());
    }

    public static byte[] Write(long id, byte[] jpeg) => [.. Encoding.UTF8.GetBytes($"{id}\n"), .. jpeg];

    /// <summary>
    /// Looks for the segment with the number of pixels: few bytes can describe more pixels than a browser can handle. It is strict about
    /// earlier segments, so that no browser finds another one first.
    /// </summary>
    private static bool IsSmallJpeg(ReadOnlySpan<byte> data)
    {
        if (data is not [0xFF, 0xD8, .., 0xFF, 0xD9])
            return false;
        var at = 2;
        while (at + 9 <= data.Length && data[at] == 0xFF)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            switch (data[at + 1])
            {
                case 0xC0 or 0xC1 or 0xC2:                                          // the frame: baseline, extended, progressive
                    return BinaryPrimitives.ReadUInt16BigEndian(data[(at + 5)..]) is > 0 and <= MaxSide
                        && BinaryPrimitives.ReadUInt16BigEndian(data[(at + 7)..]) is > 0 and <= MaxSide;
                case 0xC4 or 0xDB or 0xDD or 0xFE or (>= 0xE0 and <= 0xEF):         // tables, comments, data of applications
                    at += 2 + Math.Max((int)length, 2);
                    break;
                default:
                    return false;
            }
        }
        return false;
    }
}
