using System.Text;

namespace QueueRun.Hostile;

/// <summary>
/// One message with two readings: a filter or the route reads one value, and the handler another. The tests of routes
/// (<c>QueueRun.Behaviour.Tests</c>) have duplicates, names that differ in case, and escapes in names; here are the others.
/// </summary>
public sealed class TwoReadingsTests(TargetServer target)
{
    [Theory]
    // The route and the handler's data use the same one of two: the last.
    [InlineData("""{"test":"echo","text":"first","text":"last"}""", "last")]
    [InlineData("""{"test":"echo","text":"first","\u0074ext":"last"}""", "last")]
    [InlineData("""{"test":"element","\u0074est":"echo","text":"by route"}""", "by route")]
    [InlineData("""{"action":"say","room":"r1","room":"r2","text":"t"}""", """{"event":"said","room":"r2","from":"two","text":"t"}""")]
    [InlineData("""{"action":"say","room":"r1","ROOM":"r2","text":"t"}""", """{"event":"said","room":"r2","from":"two","text":"t"}""")] // whoever ignores case sees the last
    [InlineData("""{"test":"echo","text":"first","TEXT":"last"}""", """{"error":"$.TEXT: expected the name \"text\""}""")]
    // Letters that only some case tables equate with an s.
    [InlineData("""{"test":"echo","text":"exact","te\u017ft":"who"}""", "exact")]
    // JSON in a string is text, and not a document.
    [InlineData("""{"test":"echo","text":"{\"test\":\"who\"}"}""", """{"test":"who"}""")]
    // A document that is not an object has no route.
    [InlineData("\"{\\\"test\\\":\\\"echo\\\"}\"", """{"default":"json","data":"{\"test\":\"echo\"}"}""")]
    [InlineData("42", """{"default":"json","data":42}""")]
    [InlineData("""["test","echo"]""", """{"default":"json","data":["test","echo"]}""")]
    [InlineData("""[{"test":"echo","text":"x"}]""", """{"default":"json","data":[{"test":"echo","text":"x"}]}""")]
    [InlineData("null", """{"default":"json","data":null}""")]
    public async Task It_is_read_in_one_way(string message, string answer)
    {
        var server = await target.SharedAsync();
        await using var client = await server.ConnectAsUserAsync("two");
        await client.SendAsync(message);
        await client.ExpectTextAsync(answer);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("\uFEFF{\"test\":\"echo\",\"text\":\"after a mark\"}")]
    [InlineData("{\"test\":\"echo\",\"text\":\"x\"}{\"test\":\"who\"}")]
    [InlineData("{\"test\":\"echo\",\"text\":\"x\"}\n{\"test\":\"who\"}")]
    [InlineData("{\"test\":\"echo\",\"text\":\"x\"},")]
    [InlineData("{\"test\":\"echo\",\"text\":\"x\",}")]
    [InlineData("{\"test\":\"echo\",\"text\":\"x\"}\0")]
    [InlineData("/* comment */{\"test\":\"echo\",\"text\":\"x\"}")]
    [InlineData("{\"test\":\"echo\",\"text\":\"x\" // comment\n}")]
    [InlineData("{'test':'echo','text':'x'}")]
    [InlineData("{test:\"echo\",text:\"x\"}")]
    [InlineData("{\"test\":\"echo\",\"text\":NaN}")]
    [InlineData("{\"test\":\"echo\",\"text\":Infinity}")]
    [InlineData("{\"test\":\"echo\",\"text\":0x10}")]
    [InlineData("{\"test\":\"echo\",\"text\":01}")]
    [InlineData("{\"test\":\"echo\",\"text\":+1}")]
    [InlineData("{\"test\":\"echo\",\"text\":\"a\nb\"}")]
    [InlineData("{\"test\":\"echo\",\"text\":\"\\x41\"}")]
    [InlineData("{\"test\":\"echo\",\"text\":\"\\u00\"}")]
    [InlineData("{\"test\":\"echo\";\"text\":\"x\"}")]
    public async Task What_only_a_lenient_reader_takes_is_no_JSON(string message)
    {
        // The program has a handler for other text, which receives all of it and nothing else.
        var server = await target.SharedAsync();
        await using var client = await server.ConnectAsUserAsync("two");
        await client.SendAsync(message);
        await client.ExpectTextAsync($"text: {message}");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("""{"test":"echo","text":"\ud800"}""")]
    [InlineData("""{"test":"echo","text":"\udc00\ud800"}""")]
    [InlineData("""{"action":"say","room":"r","text":"\ud800"}""")]
    [InlineData("""{"test":"numbers","values":[],"name":"\udfff"}""")]
    public async Task Half_a_character_is_an_error(string message)
    {
        var server = await target.SharedAsync();
        await using var client = await server.ConnectAsUserAsync("two");
        await client.SendAsync(message);
        var error = await client.ExpectErrorAsync();
        Assert.Contains("expected ", error, StringComparison.Ordinal);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(0xC0, 0xAF)]                // an overlong slash
    [InlineData(0xC1, 0xA5)]                // an overlong e
    [InlineData(0xE0, 0x80, 0xA2)]          // an overlong quote
    [InlineData(0xED, 0xA0, 0x80)]          // half of a pair
    [InlineData(0xF4, 0x90, 0x80, 0x80)]    // beyond Unicode
    [InlineData(0xFF)]
    public async Task Bytes_that_are_no_UTF_8_end_the_connection(params int[] bytes)
    {
        var server = await target.SharedAsync();
        await using var raw = await server.ConnectRawAsync("user=two");
        await raw.SendAsync(Opcode.Text, [.. """{"test":"echo","text":" """u8, .. bytes.Select(value => (byte)value), .. "\"}"u8]);
        await raw.ExpectCloseAsync(1007);
    }

    [Fact]
    public async Task A_message_is_the_same_however_it_is_cut_into_frames()
    {
        var server = await target.SharedAsync();
        await using var raw = await server.ConnectRawAsync("user=two");
        var bytes = Encoding.UTF8.GetBytes("""{"test":"echo","text":"gr\u00fc\u00dfe, grüße"}""");
        for (var i = 0; i < bytes.Length; i++)
            await raw.SendAsync(i == 0 ? Opcode.Text : Opcode.Continuation, [bytes[i]], final: i == bytes.Length - 1);
        await raw.ExpectAsync(Opcode.Text, "grüße, grüße");
    }
}
