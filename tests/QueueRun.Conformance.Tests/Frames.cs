using System.Text;

namespace QueueRun.Conformance;

/// <summary>The frames of clients.</summary>
internal static class Frames
{
    public static byte[] Text(string text, bool final = true, int reserved = 0) => RawWebSocket.Frame(Opcode.Text, Utf8(text), final, reserved: reserved);

    public static byte[] Text(byte[] utf8, bool final = true) => RawWebSocket.Frame(Opcode.Text, utf8, final);

    public static byte[] Binary(byte[] bytes, bool final = true, int reserved = 0) => RawWebSocket.Frame(Opcode.Binary, bytes, final, reserved: reserved);

    public static byte[] More(string text, bool final = true) => RawWebSocket.Frame(Opcode.Continuation, Utf8(text), final);

    public static byte[] More(byte[] bytes, bool final = true) => RawWebSocket.Frame(Opcode.Continuation, bytes, final);

    public static byte[] Ping(string payload = "", bool final = true) => RawWebSocket.Frame(Opcode.Ping, Utf8(payload), final);

    public static byte[] Pong(string payload = "", bool final = true) => RawWebSocket.Frame(Opcode.Pong, Utf8(payload), final);

    public static byte[] Close(int code, byte[]? reason = null) => RawWebSocket.Frame(Opcode.Close, [(byte)(code >> 8), (byte)code, .. reason ?? []]);

    /// <summary>A message in fragments.</summary>
    public static byte[] Fragments(Opcode opcode, byte[] payload, int size)
    {
        var parts = payload.Length == 0 ? [[]] : payload.Chunk(size).ToArray();
        return Join(parts.Select((part, i) => RawWebSocket.Frame(i == 0 ? opcode : Opcode.Continuation, part, final: i == parts.Length - 1)));
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>This many bytes of a repeated pattern.</summary>
    public static byte[] Fill(int length, params byte[] pattern)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = pattern[i % pattern.Length];
        return bytes;
    }

    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Join(params IEnumerable<byte[]> parts)
    {
        var all = new MemoryStream();
        foreach (var part in parts) all.Write(part);
        return all.ToArray();
    }
}
