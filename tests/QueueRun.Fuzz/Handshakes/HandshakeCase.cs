using System.Text;

namespace QueueRun.Fuzz.Handshakes;

/// <summary>The kind of request.</summary>
internal enum RequestKind { Upgradable, NotUpgradable, Connect }

/// <summary>
/// A byte of settings, then lines of Latin-1: the method (HTTP/2: <c>:protocol</c>), the protocol, and headers as <c>name: value</c>.
/// </summary>
/// <param name="Kind">The kind of request.</param>
/// <param name="Compression">Whether the program compresses.</param>
/// <param name="SubProtocols">The program's subprotocols.</param>
/// <param name="First">The method, or <c>:protocol</c>.</param>
/// <param name="Protocol">HTTP's version.</param>
/// <param name="Headers">Names and values, in order.</param>
internal sealed record HandshakeCase(
    RequestKind Kind, bool Compression, string[] SubProtocols, string First, string Protocol, List<(string Name, string Value)> Headers)
{
    public static readonly string[][] Spoken = [[], ["chat.v2", "chat.v1"], ["a"], ["b", "a", "B", "chat.v1"]];

    public static byte Settings(int kind, bool compression, int spoken) => (byte)(kind | (compression ? 4 : 0) | (spoken << 3));

    public static HandshakeCase? Read(byte[] input)
    {
        if (input.Length == 0) return null;

        var lines = Encoding.Latin1.GetString(input, 1, input.Length - 1).Split('\n');
        if (lines.Length < 2) return null;

        var headers = lines[2..].Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .Select(parts => (Name: parts[0], Value: parts[1].Trim(' ', '\t'))).Where(header => header.Name.Length > 0).ToList();
        var kind = (RequestKind)((input[0] & 3) % 3);
        return new(kind, (input[0] & 4) != 0, Spoken[(input[0] >> 3) & 3], lines[0], lines[1], headers);
    }
}
