using static QueueRun.Wire.Tests.ClientBytes;

namespace QueueRun.Wire.Tests;

/// <summary>Each rule of the framing: the client's bytes, and their meaning. A message has at most 1000 bytes here.</summary>
public class FramingTests
{
    private const int Max = 1000;
    private static readonly byte[] Hello = Utf8("Hello");
    private static readonly byte[] Euro = [0xE2, 0x82, 0xAC];

    private static readonly Dictionary<string, (byte[] Bytes, string[] Expected)> Cases = new()
    {
        ["nothing"] = ([], ["End"]),
        ["text of RFC 6455, 5.7"] = (Convert.FromHexString("818537FA213D7F9F4D5158"), ["Text:Hello", "End"]),
        ["fragmented text"] = (Join(Frame(0x01, Utf8("Hel")), Frame(0x80, Utf8("lo"))), ["Text:Hello", "End"]),
        ["binary"] = (Frame(0x82, [0, 255]), ["Binary:00FF", "End"]),
        ["three messages"] = (Join(Text("a"), Frame(0x82, [1]), Text("b")), ["Text:a", "Binary:01", "Text:b", "End"]),
        ["empty messages"] = (Join(Frame(0x81, []), Frame(0x82, [])), ["Text:", "Binary:", "End"]),
        ["empty fragments"] = (Join(Frame(0x02, []), Frame(0x00, []), Frame(0x00, [7]), Frame(0x00, []), Frame(0x80, [])), ["Binary:07", "End"]),
        ["key of zeros"] = (Frame(0x81, Hello, key: [0, 0, 0, 0]), ["Text:Hello", "End"]),
        ["ping, pong"] = (Join(Frame(0x89, Hello), Frame(0x8A, [])), ["Ping:48656C6C6F", "Pong:", "End"]),
        ["ping of 125"] = (Frame(0x89, new byte[125]), ["Ping:" + new string('0', 250), "End"]),
        ["control frames between fragments"] = (
            Join(Frame(0x01, Euro[..1]), Frame(0x89, [1]), Frame(0x00, Euro[1..2]), Frame(0x8A, [2]), Frame(0x80, Euro[2..])),
            ["Ping:01", "Pong:02", "Text:€", "End"]),
        ["close between fragments"] = (Join(Frame(0x01, Hello), Close(1000), Frame(0x80, Hello)), ["Close:1000:"]),
        ["close without code"] = (Frame(0x88, []), ["Close"]),
        ["close with reason"] = (Close(1001, "übel"), ["Close:1001:übel"]),
        ["close with the longest reason"] = (Close(4999, new string('x', 123)), ["Close:4999:" + new string('x', 123)]),
        ["nothing after close"] = (Join(Close(1000), Text("late"), [0xFF, 0xFF]), ["Close:1000:"]),

        ["reserved bit 1"] = (Frame(0xC1, Hello), ["Violation:1002"]),
        ["reserved bit 2"] = (Frame(0xA1, Hello), ["Violation:1002"]),
        ["reserved bit 3"] = (Frame(0x91, Hello), ["Violation:1002"]),
        ["reserved bit on a ping"] = (Frame(0xC9, []), ["Violation:1002"]),
        ["not masked"] = (Frame(0x81, Hello, masked: false), ["Violation:1002"]),
        ["ping not masked"] = (Frame(0x89, [], masked: false), ["Violation:1002"]),
        ["empty, not masked"] = (Frame(0x81, [], masked: false), ["Violation:1002"]),
        ["a message, then a violation"] = (Join(Text("a"), Frame(0xC1, Hello)), ["Text:a", "Violation:1002"]),
        ["fragmented ping"] = (Frame(0x09, []), ["Violation:1002"]),
        ["fragmented close"] = (Frame(0x08, []), ["Violation:1002"]),
        ["ping of 126"] = (Frame(0x89, new byte[126]), ["Violation:1002"]),
        ["close of 126"] = (Frame(0x88, new byte[126]), ["Violation:1002"]),
        ["ping of 64-bit length"] = (Frame(0x89, [], form: LengthForm.SixtyFour), ["Violation:1002"]),
        ["continuation of nothing"] = (Frame(0x80, Hello), ["Violation:1002"]),
        ["continuation after a whole message"] = (Join(Text("a"), Frame(0x80, Hello)), ["Text:a", "Violation:1002"]),
        ["first continuation of nothing"] = (Frame(0x00, Hello), ["Violation:1002"]),
        ["text inside of a message"] = (Join(Frame(0x01, Hello), Frame(0x81, Hello)), ["Violation:1002"]),
        ["binary inside of a message"] = (Join(Frame(0x01, []), Frame(0x02, Hello)), ["Violation:1002"]),
        ["125 in 16 bits"] = (Frame(0x82, new byte[125], form: LengthForm.Sixteen), ["Violation:1002"]),
        ["0 in 16 bits"] = (Frame(0x82, [], form: LengthForm.Sixteen), ["Violation:1002"]),
        ["0 in 64 bits"] = (Frame(0x82, [], form: LengthForm.SixtyFour), ["Violation:1002"]),
        ["65535 in 64 bits"] = (Frame(0x82, [], form: LengthForm.SixtyFour, announced: 65535), ["Violation:1002"]),
        ["top bit of the length"] = (Frame(0x82, [], form: LengthForm.SixtyFour, announced: 1ul << 63), ["Violation:1002"]),
        ["all bits of the length"] = (Frame(0x82, [], form: LengthForm.SixtyFour, announced: ulong.MaxValue), ["Violation:1002"]),

        ["as large as it may be"] = (Frame(0x82, new byte[Max]), ["Binary:" + new string('0', 2 * Max), "End"]),
        ["one byte too large"] = (Frame(0x82, [], announced: Max + 1), ["Violation:1009"]),
        ["much too large"] = (Frame(0x81, [], announced: long.MaxValue), ["Violation:1009"]),
        ["large in 64 bits"] = (Frame(0x81, [], announced: 65536), ["Violation:1009"]),
        ["too large together"] = (Join(Frame(0x02, new byte[600]), Frame(0x00, new byte[400]), Frame(0x80, [], announced: 1)), ["Violation:1009"]),
        ["too large together with an empty end"] = (
            Join(Frame(0x02, new byte[600]), Frame(0x00, new byte[400]), Frame(0x80, [])), ["Binary:" + new string('0', 2 * Max), "End"]),
        ["sizes count by message"] = (
            Join(Frame(0x82, new byte[Max]), Frame(0x82, new byte[1])), ["Binary:" + new string('0', 2 * Max), "Binary:00", "End"]),

        ["text of all lengths of character"] = (Text("aé€😀\u0000\uFFFF"), ["Text:aé€😀\u0000\uFFFF", "End"]),
        ["not UTF-8"] = (Frame(0x81, [0xFF]), ["Violation:1007"]),
        ["not UTF-8 after ASCII"] = (Frame(0x81, [.. Hello, 0x80]), ["Violation:1007"]),
        ["overlong"] = (Frame(0x81, [0xC0, 0xAF]), ["Violation:1007"]),
        ["surrogate"] = (Frame(0x81, [0xED, 0xA0, 0x80]), ["Violation:1007"]),
        ["above the last code point"] = (Frame(0x81, [0xF4, 0x90, 0x80, 0x80]), ["Violation:1007"]),
        ["character cut off"] = (Frame(0x81, Euro[..2]), ["Violation:1007"]),
        ["character cut off after fragments"] = (Join(Frame(0x01, Hello), Frame(0x80, Euro[..1])), ["Violation:1007"]),
        ["character cut off before an empty end"] = (Join(Frame(0x01, Euro[..2]), Frame(0x80, [])), ["Violation:1007"]),
        ["character across three fragments"] = (Join(Frame(0x01, Euro[..1]), Frame(0x00, Euro[1..2]), Frame(0x80, Euro[2..])), ["Text:€", "End"]),
        ["impossible at its first byte"] = (Frame(0x01, [0xF5], announced: 900), ["Violation:1007"]),
        ["impossible at its second byte"] = (Join(Frame(0x01, [0xED]), Frame(0x00, [0xA0], announced: 900)), ["Violation:1007"]),
        ["overlong at its second byte"] = (Frame(0x01, [0xF0, 0x8F], announced: 900), ["Violation:1007"]),
        ["anything in binary"] = (Frame(0x82, [0xFF, 0xC0]), ["Binary:FFC0", "End"]),
        ["binary after text"] = (Join(Text("a"), Frame(0x82, [0xFF])), ["Text:a", "Binary:FF", "End"]),

        ["close of one byte"] = (Frame(0x88, [3]), ["Violation:1002"]),
        ["close reason not UTF-8"] = (Frame(0x88, [3, 0xE8, 0xC0, 0xAF]), ["Violation:1007"]),
        ["close reason cut off"] = (Frame(0x88, [3, 0xE8, .. Euro[..2]]), ["Violation:1007"]),

        ["cut off in a header"] = ([0x81], ["End"]),
        ["cut off before a key"] = ([0x81, 0x85], ["End"]),
        ["cut off in a payload"] = (Text("Hello")[..^1], ["End"]),
        ["cut off in a ping"] = (Frame(0x89, Hello)[..^1], ["End"]),
        ["cut off between fragments"] = (Frame(0x01, Hello), ["End"]),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    public static TheoryData<int> AllowedCodes => [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999];

    public static TheoryData<int> RefusedCodes => [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535];

    [Theory, MemberData(nameof(CaseNames))]
    public async Task Each_rule_holds_however_the_bytes_are_cut(string name)
    {
        var (bytes, expected) = Cases[name];
        Assert.Equal(expected, ReferenceReader.Read(bytes, Max));
        Assert.Equal(expected, await Outcome.ReceiveAsync(bytes, Max));
        Assert.Equal(expected, await Outcome.ReceiveAsync(bytes.Select(one => new[] { one }), Max));
        for (var cut = 1; cut < bytes.Length; cut++) Assert.Equal(expected, await Outcome.ReceiveAsync([bytes[..cut], bytes[cut..]], Max));
    }

    [Theory, MemberData(nameof(AllowedCodes))]
    public async Task A_close_code_is_taken(int code) => Assert.Equal([$"Close:{code}:x"], await Outcome.ReceiveAsync(Close(code, "x")));

    [Theory, MemberData(nameof(RefusedCodes))]
    public async Task A_close_code_is_refused(int code) => Assert.Equal(["Violation:1002"], await Outcome.ReceiveAsync(Close(code)));

    [Fact]
    public async Task Reserved_opcodes_are_refused()
    {
        foreach (var opcode in (int[])[3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
        {
            Assert.Equal(["Violation:1002"], await Outcome.ReceiveAsync(Frame(0x80 | opcode, [])));
            Assert.Equal(["Violation:1002"], await Outcome.ReceiveAsync(Frame(opcode, Hello)));
            Assert.Equal(["Violation:1002"], await Outcome.ReceiveAsync(Join(Frame(0x01, Hello), Frame(0x80 | opcode, []))));
        }
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(124), InlineData(125), InlineData(126), InlineData(127), InlineData(128)]
    [InlineData(65534), InlineData(65535), InlineData(65536), InlineData(65537), InlineData(1_000_000)]
    public async Task Every_form_of_length_is_read(int length)
    {
        var payload = Noise(length);
        var bytes = Join(Frame(0x82, payload), Frame(0x89, []));
        string[] expected = ["Binary:" + Convert.ToHexString(payload), "Ping:", "End"];
        Assert.Equal(expected, await Outcome.ReceiveAsync(bytes, max: 1_000_000));
        Assert.Equal(expected, await Outcome.ReceiveAsync(bytes.Chunk(4093), max: 1_000_000));
        foreach (var cut in (int[])[1, 2, 3, 9, 13, 14, 15]) Assert.Equal(expected, await Outcome.ReceiveAsync(Outcome.Cut(bytes, [cut]), max: 1_000_000));
    }
}
