using static QueueRun.Conformance.Frames;

namespace QueueRun.Conformance.Cases;

/// <summary>Section 6: text is UTF-8, and invalid text is refused as soon as it is seen.</summary>
internal static class Utf8Cases
{
    private const string Greek = "κ\u1F79σμε";
    private const string Umlauts = "Hello-µ@ßöäüàá-UTF-8!!";

    private static readonly byte[] Before = Utf8(Greek);
    private static readonly byte[] TooHigh = Hex("F4908080");    // U+110000; invalid at its second byte
    private static readonly byte[] After = Utf8("edited");

    /// <summary>Byte sequences, grouped by their form or error; section 6.5 is the first group, and so on.</summary>
    private static readonly (string Name, string[] Valid, string[] Invalid)[] Groups =
    [
        ("characters", ["68 65 24", "68 65 C2A2", "68 65 E282AC", "68 65 F0A4ADA2", Convert.ToHexString(Utf8(Greek))], []),
        ("prefix", [], []), // of Greek: see below
        ("first-of-length", ["00", "C280", "E0A080", "F0908080"], []),
        ("first-of-length-5-and-6", [], ["F888808080", "FC8480808080"]),
        ("last-of-length", ["7F", "DFBF", "EFBFBF", "F48FBFBF"], []),
        ("last-of-length-4-to-6", [], ["F7BFBFBF", "FBBFBFBFBF", "FDBFBFBFBFBF"]),
        ("boundary", ["ED9FBF", "EE8080", "EFBFBD", "F48FBFBF"], ["F4908080"]),
        ("continuation-alone", [], ["80", "BF", "80BF", "80BF80", "80BF80BF", "80BF80BF80", "80BF80BF80BF", Range(0x80, 0xBF)]),
        ("lead-alone", [], [Leads(0xC0, 0xDF), Leads(0xE0, 0xEF), Leads(0xF0, 0xF7), Leads(0xF8, 0xFB), Leads(0xFC, 0xFD)]),
        ("last-byte-missing", [], ["C0", "E080", "F08080", "F8808080", "FC80808080", "DF", "EFBF", "F7BFBF", "FBBFBFBF", "FDBFBFBFBF"]),
        ("last-bytes-missing-together", [], ["C0 E080 F08080 F8808080 FC80808080 DF EFBF F7BFBF FBBFBFBF FDBFBFBFBF"]),
        ("impossible", [], ["FE", "FF", "FEFEFFFF"]),
        ("overlong-slash", [], ["C0AF", "E080AF", "F08080AF", "F8808080AF", "FC80808080AF"]),
        ("overlong-longest", [], ["C1BF", "E09FBF", "F08FBFBF", "F887BFBFBF", "FC83BFBFBFBF"]),
        ("overlong-nul", [], ["C080", "E08080", "F0808080", "F880808080", "FC8080808080"]),
        ("surrogate", [], ["EDA080", "EDADBF", "EDAE80", "EDAFBF", "EDB080", "EDBE80", "EDBFBF"]),
        ("surrogates", [], [.. from high in (string[])["EDA080", "EDADBF", "EDAE80", "EDAFBF"] from low in (string[])["EDB080", "EDBFBF"] select high + low]),
        ("noncharacter", [.. Noncharacters()], []),
        ("special", ["EFBFB9", "EFBFBA", "EFBFBB", "EFBFBC", "EFBFBD", "EFBFBE", "EFBFBF"], []),
    ];

    public static IEnumerable<Case> All =>
    [
        new Case("text-empty", "6.1.1").Sends(Text("")).GetsText("").Closes(),
        new Case("text-of-empty-fragments", "6.1.2").Sends(Join(Text("", final: false), More("", final: false), More(""))).GetsText("").Closes(),
        new Case("text-between-empty-fragments", "6.1.3").Sends(Join(Text("", final: false), More("middle", final: false), More(""))).GetsText("middle").Closes(),

        new Case("text-with-umlauts", "6.2.1").Sends(Text(Umlauts)).GetsText(Umlauts).Closes(),
        new Case("fragmented-between-characters", "6.2.2").Sends(Join(Text(Umlauts[..11], final: false), More(Umlauts[11..]))).GetsText(Umlauts).Closes(),
        new Case("fragmented-inside-of-characters", "6.2.3").Sends(Fragments(Opcode.Text, Utf8(Umlauts), 1)).GetsText(Umlauts).Closes(),
        new Case("fragmented-inside-of-greek", "6.2.4").Sends(Fragments(Opcode.Text, Utf8(Greek), 1)).GetsText(Greek).Closes(),

        new Case("surrogate-inside-of-text", "6.3.1").Sends(Text([.. Before, .. Hex("EDA080"), .. After])).Fails(1007),
        new Case("surrogate-inside-of-fragments", "6.3.2").Sends(Fragments(Opcode.Text, [.. Before, .. Hex("EDA080"), .. After], 1)).Fails(1007),

        // The pong shows that the first part was accepted; the rest is never sent.
        new Case("refused-at-the-fragment", "6.4.1").Sends(Join(Text(Before, final: false), Ping())).Gets(Opcode.Pong, []).Sends(More(TooHigh, final: false)).Fails(1007),
        new Case("refused-at-the-byte", "6.4.2")
            .Sends(Join(Text([.. Before, TooHigh[0]], final: false), Ping())).Gets(Opcode.Pong, []).Sends(More(TooHigh[1..2], final: false)).Fails(1007),
        Unfinished(new("refused-inside-of-the-frame", "6.4.3"), [.. Before, .. TooHigh], piece: 0),
        Unfinished(new("refused-inside-of-the-frame-at-the-byte", "6.4.4"), [.. Before, .. TooHigh[..2]], piece: 1),

        .. Groups.SelectMany(Of),
    ];

    private static IEnumerable<Case> Of((string Name, string[] Valid, string[] Invalid) group, int index)
    {
        if (group.Name == "prefix")
        {
            // Each of the Greek characters takes two bytes, except the second, which takes three.
            int[] whole = [2, 5, 7, 9, 11];
            for (var length = 1; length <= Before.Length; length++) yield return One(length, Before[..length], whole.Contains(length));
            yield break;
        }

        var number = 0;
        foreach (var valid in group.Valid) yield return One(++number, Hex(valid), valid: true);
        foreach (var invalid in group.Invalid) yield return One(++number, Hex(invalid), valid: false);

        Case One(int number, byte[] payload, bool valid)
        {
            var one = new Case($"utf8-{group.Name}-{number}", $"6.{index + 5}.{number}").Sends(Text(payload));
            return valid ? one.Gets(Opcode.Text, payload).Closes() : one.Fails(1007);
        }
    }

    /// <summary>A frame whose end is not sent before the server has failed the connection.</summary>
    private static Case Unfinished(Case one, byte[] payload, int piece)
    {
        var frame = Text([.. payload, .. After]);
        return one.Sends(frame[..^After.Length], piece).Fails(1007, rest: frame[^After.Length..]);
    }

    private static string Range(int from, int to) => Convert.ToHexString([.. Enumerable.Range(from, to - from).Select(one => (byte)one)]);

    /// <summary>Bytes that begin a character, each followed by a space.</summary>
    private static string Leads(int from, int to) => Convert.ToHexString([.. Enumerable.Range(from, to - from).SelectMany(one => (byte[])[(byte)one, 0x20])]);

    /// <summary>The last two code points of each plane, which are valid UTF-8.</summary>
    private static IEnumerable<string> Noncharacters()
        => from plane in Enumerable.Range(0, 17) from last in (int[])[0xFFFE, 0xFFFF] select Convert.ToHexString(Utf8(char.ConvertFromUtf32(plane << 16 | last)));
}
