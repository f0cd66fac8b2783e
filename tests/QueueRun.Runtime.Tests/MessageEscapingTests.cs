using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QueueRun.Messaging;

namespace QueueRun.Runtime.Tests;

/// <summary>
/// Only the characters that RFC 8259 requires are escaped, as System.Text.Json writes them; all others are written as UTF-8.
/// </summary>
public sealed class MessageEscapingTests
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = MessageEscaping.Instance };

    private static string Written(string text) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(text, s_options));

    // The expected output for a text, computed as simply as possible.
    private static string Expected(string text)
    {
        StringBuilder json = new("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is < ' ' or '"' or '\\') json.Append(JsonEncodedText.Encode(rune.ToString(), JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
            else json.Append(rune);
        }
        return json.Append('"').ToString();
    }

    [Theory]
    [InlineData("👋", "\"👋\"")]
    [InlineData("Grüße, 世界, שלום <b>'&'</b>+/", "\"Grüße, 世界, שלום <b>'&'</b>+/\"")]
    [InlineData("\u007f\u0085\u00a0\u2028\u2029\ufeff\ue000\uffff", "\"\u007f\u0085\u00a0\u2028\u2029\ufeff\ue000\uffff\"")]
    [InlineData("\"\\/\b\t\n\f\r\0\u001f", "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001F\"")]
    [InlineData("", "\"\"")]
    public void A_text_is_written_with_the_escapes_that_json_demands_and_no_others(string text, string json)
    {
        Assert.Equal(json, Written(text));
        Assert.Equal($"{{{json}:0}}", JsonSerializer.Serialize(new Dictionary<string, int> { [text] = 0 }, s_options));
        Assert.Equal(json, $"\"{MessageName.Encode(text)}\"");
    }

    // In code: the text of an attribute is UTF-8 and cannot contain them.
    [Fact]
    public void A_surrogate_without_its_other_half_is_replaced()
    {
        A_text_is_written_with_the_escapes_that_json_demands_and_no_others("a\ud83db", "\"a\ufffdb\"");
        A_text_is_written_with_the_escapes_that_json_demands_and_no_others("\udc4b\ud83d", "\"\ufffd\ufffd\"");
        A_text_is_written_with_the_escapes_that_json_demands_and_no_others("\ud83d\ud83d\udc4b", "\"\ufffd👋\"");
    }

    [Fact]
    public void Every_character_is_written_so_wherever_it_stands()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var text = ((char)c).ToString();
            Assert.Equal(Expected(text), Written(text));
        }
        // In the part that is checked eight characters at a time, and in the rest.
        foreach (var special in (string[])["\"", "\\", "\n", "\0", "\ud83d", "\udc4b", "👋", "é", "\uffff"])
        {
            for (var length = 0; length < 40; length++)
            {
                for (var at = 0; at <= length; at++)
                {
                    var text = new string('x', at) + special + new string('y', length - at);
                    Assert.Equal(Expected(text), Written(text));
                }
            }
        }
    }

    [Fact]
    public void Texts_of_all_kinds_are_read_again_as_they_were()
    {
        Random random = new(15);
        string[] parts = ["\"", "\\", "\u0001", "\n", "a", "longer than a vector is wide", "é", "世", "👋", "\ud83d", "\udc4b"];
        for (var n = 0; n < 20_000; n++)
        {
            var text = string.Concat(random.GetItems(parts, random.Next(12)));
            var json = Written(text);
            Assert.Equal(Expected(text), json);
            Assert.Equal(string.Concat(text.EnumerateRunes()), JsonSerializer.Deserialize<string>(json));
            // UTF-8 that is passed on, as by a JsonElement.
            Assert.Equal(json, JsonSerializer.Serialize(JsonElement.Parse(json), s_options));
        }
    }

    [Fact]
    public void Bytes_that_are_no_utf_8_are_replaced()
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output, MessageEncoding.WriterOptions)) writer.WriteStringValue([(byte)'a', 0xFF, (byte)'"', 0xED, 0xA0, 0x80, 0xF0, 0x9F]);
        Assert.Equal("\"a\ufffd\\\"\ufffd\ufffd\ufffd\ufffd\"", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    // Other callers have less space, or only the beginning of a text.
    [Fact]
    public void Any_amount_of_room_gives_the_same_text()
    {
        const string Text = "plain \"quoted\" é世👋\u0001 \ud83d end of it 👋";
        var whole = Expected(Text)[1..^1];
        for (var room = 6; room < 40; room++)
        {
            Assert.Equal(whole, InPieces(Text, room));
            Assert.Equal(Encoding.UTF8.GetBytes(whole), InPieces(Encoding.UTF8.GetBytes(Text), room));
        }
        var encoder = MessageEscaping.Instance;
        Span<char> chars = stackalloc char[8];
        Assert.Equal(OperationStatus.NeedMoreData, encoder.Encode("a\ud83d", chars, out var consumed, out var written, isFinalBlock: false));
        Assert.Equal((1, 1), (consumed, written));
        Span<byte> bytes = stackalloc byte[8];
        Assert.Equal(OperationStatus.NeedMoreData, encoder.EncodeUtf8([(byte)'a', 0xF0, 0x9F], bytes, out consumed, out written, isFinalBlock: false));
        Assert.Equal((1, 1), (consumed, written));
        Assert.Equal(whole, encoder.Encode(Text));
    }

    private static string InPieces(ReadOnlySpan<char> text, int room)
    {
        StringBuilder pieces = new();
        var destination = new char[room];
        while (!text.IsEmpty)
        {
            MessageEscaping.Instance.Encode(text, destination, out var consumed, out var written);
            Assert.True(consumed > 0);
            pieces.Append(destination, 0, written);
            text = text[consumed..];
        }
        return pieces.ToString();
    }

    private static byte[] InPieces(ReadOnlySpan<byte> utf8, int room)
    {
        List<byte> pieces = [];
        var destination = new byte[room];
        while (!utf8.IsEmpty)
        {
            MessageEscaping.Instance.EncodeUtf8(utf8, destination, out var consumed, out var written);
            Assert.True(consumed > 0);
            pieces.AddRange(destination.AsSpan(0, written));
            utf8 = utf8[consumed..];
        }
        return [.. pieces];
    }
}
