using System.Text;

namespace QueueRun.Fuzz.Handshakes;

/// <summary>Requests that are valid except for a line or two.</summary>
internal static class HandshakeGenerator
{
    private static readonly string[] Upgrades = ["websocket", "WebSocket", "h2c, websocket", "websocket,", "h2c", "web socket", "", "\twebsocket ,x", "websocket/13"];
    private static readonly string[] Connections = ["Upgrade", "upgrade", "keep-alive, Upgrade", "keep-alive", "close", "", "Upgrade;x", "keep-alive ,\tupgrade"];
    private static readonly string[] Versions = ["13", "8", "13, 8", "", "013", "13.0", "7"];

    private static readonly string[] Keys =
        ["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZR==", "AAAAAAAAAAAAAAAAAAAAAA==", "dGhl IHNhbXBsZSBub25jZQ==", "", "dGhlIHNhbXBsZSBub25jZQ__", "dGhlIHNhbXBsZSBub25jZSE="];

    private static readonly string[] Protocols = ["chat.v1", "chat.v2", "chat.v1, chat.v2", "a,b", "B", "A", "", ",,a", "chat.v3", "a b", "\"a\""];

    private static readonly string[] Parameters =
    [
        "server_no_context_takeover", "client_no_context_takeover", "client_max_window_bits", "client_max_window_bits=15", "client_max_window_bits=\"8\"",
        "client_max_window_bits=7", "client_max_window_bits = 10", "server_max_window_bits=15", "server_max_window_bits=\"15\"", "server_max_window_bits=10",
        "server_max_window_bits", "client_max_window_bits=16", "client_max_window_bits=08", "server_no_context_takeover=1", "unknown", "x=\";,\"", "", "client_max_window_bits=",
        "client_max_window_bits=\"9", "client_max_window_bits=9\"",
    ];

    private static readonly string[] Names =
        ["Upgrade", "Connection", "Sec-WebSocket-Version", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Host", "Origin"];

    public static byte[] Generate(Random random)
    {
        var kind = random.Next(10) switch { <= 5 => RequestKind.Upgradable, 6 => RequestKind.NotUpgradable, _ => RequestKind.Connect };
        var lines = new List<string>
        {
            kind is RequestKind.Connect ? Pick(random, 10, "websocket", "WEBSOCKET", "webtransport", "") : Pick(random, 15, "GET", "get", "POST", "", "CONNECT"),
            Pick(random, 15, "HTTP/1.1", "HTTP/1.0", "HTTP/2", "http/1.0", ""),
        };
        foreach (var name in Names)
        {
            var count = random.Next(14) switch { 0 => 0, 1 => 2, _ => 1 };
            for (; count > 0; count--) lines.Add($"{(random.Next(6) == 0 ? name.ToUpperInvariant() : name)}: {Value(random, name)}");
        }

        if (random.Next(4) == 0) random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lines)[2..]);
        List<byte> bytes = [HandshakeCase.Settings((int)kind, random.Next(4) > 0, random.Next(HandshakeCase.Spoken.Length))];
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
        if (random.Next(3) == 0) Mutation.Apply(random, bytes, random.Next(10) == 0 ? 0 : 1);
        return [.. bytes];
    }

    private static string Value(Random random, string name) => name switch
    {
        "Upgrade" => Pick(random, 8, Upgrades),
        "Connection" => Pick(random, 8, Connections),
        "Sec-WebSocket-Version" => Pick(random, 12, Versions),
        "Sec-WebSocket-Key" => Pick(random, 12, Keys),
        "Sec-WebSocket-Protocol" => Pick(random, 1, Protocols),
        "Sec-WebSocket-Extensions" => string.Join(random.Next(8) == 0 ? "," : ", ", Enumerable.Range(0, random.Next(4)).Select(_ => Offer(random))),
        _ => "example.com",
    };

    private static string Offer(Random random)
    {
        var parts = new List<string> { Pick(random, 8, "permessage-deflate", "permessage-bzip2", "Permessage-Deflate", "") };
        for (var count = random.Next(4); count > 0; count--) parts.Add(Pick(random, 1, Parameters));
        return string.Join(random.Next(4) == 0 ? " ;\t" : "; ", parts) + (random.Next(20) == 0 ? ";" : "");
    }

    /// <summary>Mostly the first value; once in this number of times any of them.</summary>
    private static string Pick(Random random, int once, params string[] values) => random.Next(once) == 0 ? values[random.Next(values.Length)] : values[0];
}
