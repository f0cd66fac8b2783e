using System.Text;

namespace QueueRun.Conformance.Cases;

/// <summary>Sections 12 and 13: five kinds of data with a usual offer, and seven offers with one kind of data.</summary>
internal static class CompressionCases
{
    private const string Terms = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    /// <summary>Length of the messages, and the longest fragment (0: whole).</summary>
    private static readonly (int Length, int Fragment)[] Sizes =
    [
        (16, 0), (64, 0), (256, 0), (1024, 0), (4096, 0), (8192, 0), (16384, 0), (32768, 0), (65536, 0), (131072, 0),
        (8192, 256), (16384, 256), (32768, 256), (65536, 256), (131072, 256), (131072, 1024), (131072, 4096), (131072, 32768),
    ];

    private static readonly CompressionData Json = new("json", IsText: true, Shrinks: true, Lines(i =>
        $$"""{"id":{{i}},"user":"user-{{i % 37}}","tags":["a{{i % 5}}","b{{i % 7}}"],"price":{{i * 31 % 1000}}.5,"open":{{(i % 2 == 0 ? "true" : "false")}}},"""));

    private static readonly CompressionData[] Data =
    [
        Json,
        new("picture", IsText: false, Shrinks: true, Picture()),
        new("prose", IsText: false, Shrinks: false, Prose()),
        new("html", IsText: true, Shrinks: true, Lines(i => $"<tr class=\"{(i % 2 == 0 ? "even" : "odd")}\"><td>{i}</td><td><a href=\"/item/{i * 7 % 501}\">item</a></td></tr>")),
        new("noise", IsText: false, Shrinks: false, Noise(400_000)),
    ];

    /// <summary>The offers, with their answers.</summary>
    private static readonly (string Name, string Offers, string? Answer)[] Offers =
    [
        ("plain", "permessage-deflate; client_max_window_bits", Terms),
        ("no-takeover", "permessage-deflate; client_max_window_bits; server_no_context_takeover", Terms),
        ("window-of-9", "permessage-deflate; client_max_window_bits; server_max_window_bits=9", null),
        ("window-of-15", "permessage-deflate; client_max_window_bits; server_max_window_bits=15", $"{Terms}; server_max_window_bits=15"),
        ("no-takeover-window-of-9", "permessage-deflate; server_no_context_takeover; server_max_window_bits=9", null),
        ("no-takeover-window-of-15", "permessage-deflate; server_no_context_takeover; server_max_window_bits=15", $"{Terms}; server_max_window_bits=15"),
        ("second-best", "permessage-deflate; server_no_context_takeover; server_max_window_bits=9, permessage-deflate; server_no_context_takeover, permessage-deflate", Terms),
    ];

    public static IEnumerable<CompressionCase> All =>
    [
        .. Data.SelectMany((data, i) => Of(data.Name, $"12.{i + 1}", Offers[0].Offers, Offers[0].Answer, data)),
        .. Offers.SelectMany((offer, i) => Of($"offer-{offer.Name}", $"13.{i + 1}", offer.Offers, offer.Answer, Json)),
    ];

    private static IEnumerable<CompressionCase> Of(string name, string section, string offers, string? answer, CompressionData data)
        => Sizes.Select((size, i) => new CompressionCase(
            $"{name}-of-{size.Length}{(size.Fragment == 0 ? "" : $"-in-fragments-of-{size.Fragment}")}", $"{section}.{i + 1}",
            offers, answer, data, size.Length, size.Fragment));

    private static byte[] Lines(Func<int, string> line) => Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 3000).Select(line)));

    /// <summary>Grey values that change slowly.</summary>
    private static byte[] Picture() => [.. Enumerable.Range(0, 512 * 512).Select(i => (byte)((i % 512 / 32 * 16) ^ (i / 512 / 32)))];

    /// <summary>Words in an order that does not repeat.</summary>
    private static byte[] Prose()
    {
        var random = new Random(1);
        string[] words = ["the", "evening", "sang", "was", "a", "über", "light", "and", "of", "slowly", "river", "not", "once", "in", "house", "they"];
        return Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 40_000).Select(_ => words[random.Next(words.Length)])));
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(2).NextBytes(bytes);
        return bytes;
    }
}
