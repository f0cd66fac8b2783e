using System.IO.Compression;
using CsCheck;
using static QueueRun.Wire.Tests.ClientBytes;

namespace QueueRun.Wire.Tests;

/// <summary>Compressed messages as they are received. At most 5000 bytes make a message here.</summary>
public class InflationTests
{
    private const int Max = 5000;

    private static readonly byte[] Hello = Deflated.Message(Utf8("Hello, hello, hello"));
    private static readonly byte[] Long = Utf8(string.Concat(Enumerable.Repeat("all work and no play. ", 200)));
    private static readonly byte[] Bomb = Deflated.Message(new byte[10_000_000]);

    private static readonly Dictionary<string, (byte[] Bytes, string[] Expected)> Cases = new()
    {
        ["text"] = (Frame(0xC1, Hello), ["Text:Hello, hello, hello", "End"]),
        ["text of RFC 7692, 7.2.3.1"] = (Frame(0xC1, Convert.FromHexString("F248CDC9C90700")), ["Text:Hello", "End"]),
        ["without compression, 7.2.3.3"] = (Frame(0xC1, Convert.FromHexString("000500FAFF48656C6C6F00")), ["Text:Hello", "End"]),
        ["a last block, 7.2.3.4"] = (Frame(0xC1, Convert.FromHexString("F348CDC9C9070000")), ["Text:Hello", "End"]),
        ["two blocks, 7.2.3.5"] = (Frame(0xC1, Convert.FromHexString("F248050000 00FFFF CAC9C90700".Replace(" ", "", StringComparison.Ordinal))), ["Text:Hello", "End"]),
        ["finished"] = (Frame(0xC2, Deflated.Finished([1, 2, 3])), ["Binary:010203", "End"]),
        ["fragmented, 7.2.3.1"] = (
            Join(Frame(0x41, Convert.FromHexString("F248CD")), Frame(0x80, Convert.FromHexString("C9C90700"))), ["Text:Hello", "End"]),
        ["in fragments with a ping between"] = (
            Join(Frame(0x41, Hello[..5]), Frame(0x89, [1]), Frame(0x00, Hello[5..^1]), Frame(0x80, Hello[^1..])), ["Ping:01", "Text:Hello, hello, hello", "End"]),
        ["empty fragments"] = (Join(Frame(0x41, []), Frame(0x00, Hello), Frame(0x80, [])), ["Text:Hello, hello, hello", "End"]),
        ["empty"] = (Frame(0xC1, [0]), ["Text:", "End"]),
        ["large"] = (Frame(0xC1, Deflated.Message(Long)), [$"Text:{System.Text.Encoding.UTF8.GetString(Long)}", "End"]),
        ["not compressed"] = (Join(Text("plain"), Frame(0xC1, Hello), Text("plain")), ["Text:plain", "Text:Hello, hello, hello", "Text:plain", "End"]),

        ["on a continuation"] = (Join(Frame(0x41, Hello[..5]), Frame(0xC0, Hello[5..])), ["Violation:1002"]),
        ["on the continuation of a plain message"] = (Join(Frame(0x01, Utf8("plain")), Frame(0xC0, Hello)), ["Violation:1002"]),
        ["on a ping"] = (Frame(0xC9, []), ["Violation:1002"]),
        ["on a close"] = (Frame(0xC8, []), ["Violation:1002"]),
        ["reserved bit 2"] = (Frame(0xE1, Hello), ["Violation:1002"]),
        ["reserved bit 3"] = (Frame(0x91, Hello), ["Violation:1002"]),
        ["inside of another message"] = (Join(Frame(0x41, Hello), Frame(0xC1, Hello)), ["Violation:1002"]),

        ["no bytes at all"] = (Frame(0xC1, []), ["Violation:1007"]),
        ["not compressed, though it says so"] = (Frame(0xC1, Utf8("Hello, hello")), ["Violation:1007"]),
        ["cut off"] = (Frame(0xC1, Hello[..^3]), ["Violation:1007"]),
        ["cut off inside of a stored block"] = (Frame(0xC2, Convert.FromHexString("00FF0000FF48656C6C6F")), ["Violation:1007"]),
        ["a reserved kind of block"] = (Frame(0xC2, [0x06]), ["Violation:1007"]),
        ["back to before the message"] = (Frame(0xC2, Convert.FromHexString("02060000")), ["Violation:1007"]),
        ["with the end that is to be left out"] = (Frame(0xC2, [.. Hello, 0, 0, 0xFF, 0xFF]), ["Violation:1007"]),
        ["text that is not UTF-8"] = (Frame(0xC1, Deflated.Message([0xC0, 0xAF])), ["Violation:1007"]),
        ["text that is cut off"] = (Frame(0xC1, Deflated.Message([0xE2, 0x82])), ["Violation:1007"]),
        ["binary that is not UTF-8"] = (Frame(0xC2, Deflated.Message([0xC0, 0xAF])), ["Binary:C0AF", "End"]),

        ["as large as it may be"] = (Frame(0xC2, Deflated.Message(new byte[Max])), ["Binary:" + new string('0', 2 * Max), "End"]),
        ["as large as it may be, and grown"] = (
            Frame(0xC2, Deflated.Message(Noise(Max), CompressionLevel.NoCompression)), ["Binary:" + Convert.ToHexString(Noise(Max)), "End"]),
        ["one byte too large"] = (Frame(0xC2, Deflated.Message(new byte[Max + 1])), ["Violation:1009"]),
        ["a bomb"] = (Frame(0xC2, Bomb[..Math.Min(Bomb.Length, Max)]), ["Violation:1009"]),
        ["too large before it is inflated"] = (Frame(0xC2, [], announced: 2 * Max), ["Violation:1009"]),
        ["too large together"] = (Join(Frame(0x42, new byte[Max]), Frame(0x00, [], announced: Max)), ["Violation:1009"]),
        ["a plain message after a compressed one is measured as one"] = (
            Join(Frame(0xC1, Hello), Frame(0x82, [], announced: Max + 1)), ["Text:Hello, hello, hello", "Violation:1009"]),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory, MemberData(nameof(CaseNames))]
    public async Task Each_rule_holds_however_the_bytes_are_cut(string name)
    {
        var (bytes, expected) = Cases[name];
        Assert.Equal(expected, await ReceiveAsync(bytes));
        if (bytes.Length > 200)
        {
            Assert.Equal(expected, await ReceiveAsync([.. bytes.Chunk(997)]));
            return;
        }

        Assert.Equal(expected, await ReceiveAsync([.. bytes.Select(one => new[] { one })]));
        for (var cut = 1; cut < bytes.Length; cut++) Assert.Equal(expected, await ReceiveAsync(bytes[..cut], bytes[cut..]));
    }

    [Fact]
    public void A_bomb_is_inflated_no_further_than_a_message_may_be()
    {
        // 10 MB would come out of some kilobytes. What is not pooled yet is seen here, and so is what is not pooled at all.
        byte[] bomb = [.. Bomb, .. Inflation.Tail];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Inflation.Inflate(bomb, bomb.Length, Max, out var wrong));
        Assert.Equal(1009, wrong.Status);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public Task Any_message_comes_out_as_it_was()
        => Gen.Select(Gen.OneOf(Gen.Byte.Array[0, 600], Gen.Byte[0, 3].Array[0, 3000]), Gen.Int[0, 100_000].Array[0, 5], Gen.Enum<CompressionLevel>())
            .SampleAsync(async (payload, cuts, level) =>
            {
                var parts = Outcome.Cut(Deflated.Message(payload, level), cuts).ToArray();
                var frames = Join(parts.Select((part, i) => Frame((i == parts.Length - 1 ? 0x80 : 0) | (i == 0 ? 0x42 : 0), part)));
                Assert.Equal([$"Binary:{Convert.ToHexString(payload)}", "End"], await ReceiveAsync(frames));
            }, iter: 1000, threads: 1);

    [Fact]
    public Task Any_bytes_are_a_message_or_a_violation()
        => Gen.Select(Gen.Byte.Array[0, 60], Gen.Int[0, 18], Gen.Byte).SampleAsync(async (noise, at, value) =>
        {
            var changed = Hello.ToArray();
            changed[at % changed.Length] = value;
            foreach (var payload in (byte[][])[noise, changed])
            {
                var outcomes = await ReceiveAsync(Frame(0xC2, payload));
                Assert.Contains(outcomes[0].Split(':')[0], (string[])["Binary", "Violation"]);
            }
        }, iter: 3000, threads: 1);

    private static Task<List<string>> ReceiveAsync(params byte[][] parts) => Outcome.ReceiveAsync(parts, Max, compresses: true);
}
