using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QueueRun.Hosting;
using QueueRun.Messaging;

namespace QueueRun.Json.Tests;

/// <summary>
/// Emitted readers accept ordinary JSON, and leave other JSON to the serializer: both are tested, because either alone would be easy.
/// </summary>
public class ReaderTests(Corpus corpus)
{
    private const string Program = """
        using System.Text.Json.Serialization;
        [SocketMessage("action", "say")] record Say(string Text, int Count) { public List<Say?>? Replies { get; init; } }
        class Fussy
        {
            public int Bad { get => 0; set => throw (value switch { 1 => new ArgumentException("1"), 2 => new InvalidOperationException("2"), 3 => new JsonException("3"), 4 => new NotSupportedException("4"), _ => new FormatException("5") }); }
        }
        class Told : IJsonOnDeserialized { public int A { get; set; } public void OnDeserialized() => A++; }
        [SocketMessage("sent")] record Sent(Say Say);
        static class Chat
        {
            [SocketHandler] internal static Sent A(Say data) => new(data);
            [SocketHandler("b=1/[count]/[color]/[when]")] internal static void B([FromMessage] Fussy data, int count, ConsoleColor color, DateTime? when) { }
            [SocketHandler("c=1")] internal static void C([FromMessage] Told data) { }
        }
        """;

    public static TheoryData<string> Received => Corpus.Received;

    [Fact]
    public void Most_shapes_have_a_reader()
    {
        var received = Corpus.Received.Select(row => row.Data).ToList();
        var without = received.Where(name => !HasReader(name)).ToList();
        Assert.True(without.Count < received.Count / 4, $"{without.Count} of {received.Count} have none: {string.Join(", ", without)}");
    }

    [Theory]
    [MemberData(nameof(Received))]
    public void What_was_written_is_taken(string name)
    {
        if (!HasReader(name)) return;
        var (type, values) = corpus.Find(name);
        for (var seed = 0; seed < 20; seed++)
        {
            foreach (var value in values.Append(Corpus.IsHandMade(name) ? null : new RandomValues(new(seed)).Next(type)))
            {
                var json = corpus.Written(type, value);
                // A reader need not accept JSON that the serializer itself cannot read.
                if (value is not null && Corpus.IsRead(type, json)) Assert.True(corpus.Program.IsTaken(type, Encoding.UTF8.GetBytes(json)), json);
            }
        }
    }

    [Theory]
    [InlineData("""{"action":"say","text":"hi","count":1}""")]
    [InlineData(""" { "count" : -5 , "text" : "\u0041\n\ud83d\udc4b" } """)]
    [InlineData("""{"text":null,"replies":[{"text":"a"},null,{"action":"say","replies":[]}]}""")]
    [InlineData("""{"room":"x","other":{"text":[1,{"count":2}]},"$type":"t","action":7}""")]
    [InlineData("{}")]
    public void The_ordinary_is_taken(string json) => AssertRead(json, isTaken: true);

    [Theory]
    [InlineData("""{"Text":"hi"}""")] // another case
    [InlineData("""{"te\u0078t":"hi"}""")]
    [InlineData("""{"té":1}""")] // case beyond ASCII
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"text":"a","text":"b"}""")]
    [InlineData("""{"text":"\ud800"}""")] // half of a surrogate pair
    [InlineData("""{"text":1}""")]
    [InlineData("""{"count":"1"}""")] // allowed by the web defaults
    [InlineData("""{"count":1e2}""")]
    [InlineData("""{"count":1.0}""")]
    [InlineData("""{"count":2147483648}""")]
    [InlineData("""{"count":null}""")]
    [InlineData("""{"replies":{}}""")]
    [InlineData("""{"replies":[1]}""")]
    [InlineData("""{"text":"a"} 1""")]
    [InlineData("""{"text":"a",}""")]
    [InlineData("""/* c */{"text":"a"}""")]
    [InlineData("""{"text":"a" """)]
    [InlineData("""{"other":[}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("\ufeff{}")]
    public void The_unusual_is_left_to_the_serializer(string json) => AssertRead(json, isTaken: false);

    [Fact]
    public void Text_that_is_no_UTF8_is_left_to_the_serializer()
    {
        AssertRead([.. "{\"text\":\""u8, 0xff, .. "\"}"u8], isTaken: false);
        AssertRead([.. "{\"te"u8, 0xff, .. "xt\":1}"u8], isTaken: false);
    }

    [Theory]
    [InlineData(31, true)] // an object and a list each
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void It_goes_as_deep_as_the_serializer(int levels, bool isTaken)
        => AssertRead(string.Concat(Enumerable.Repeat("{\"replies\":[", levels)) + string.Concat(Enumerable.Repeat("]}", levels)), isTaken);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void What_the_type_itself_throws_comes_out_as_ever(int what)
    {
        var fussy = _program.Assembly.GetType("Fussy")!;
        Assert.Contains(fussy, _program.Readers);
        var json = Encoding.UTF8.GetBytes($$"""{"bad":{{what}}}""");

        var expected = Record.Exception(() => JsonSerializer.Deserialize(json, fussy, LoadedProgram.Reflected));
        var actual = Record.Exception(() => _program.Read(fussy, json));

        Assert.Equal((expected?.GetType(), expected?.Message), (actual?.GetType(), actual?.Message));
    }

    [Fact]
    public void What_methods_take_has_a_reader_and_nothing_else_has()
        => Assert.Equal(["ConsoleColor", "Fussy", "Int32", "Nullable`1", "Say"], _program.Readers.Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_reader_counts_only_where_its_contract_does()
    {
        ModuleBuilder module = new();
        Contracts first = new(), second = new();
        module.Json(first);
        module.Json(second);
        module.Received<Uri>(ReadSecond, second);
        MessageReading reading = new MessageEncoding(module.Messages, new()).Reading;
        Assert.Equal("http://json/", reading.Of<Uri>().Read("\"http://json/\""u8.ToArray())?.ToString());

        module.Received<Uri>(ReadFirst, first);
        reading = new MessageEncoding(module.Messages, new()).Reading;
        Assert.Equal("http://first/", reading.Of<Uri>().Read("\"http://json/\""u8.ToArray())?.ToString());

        static bool ReadFirst(ref Utf8JsonReader reader, JsonSerializerOptions options, [MaybeNullWhen(false)] out Uri value)
        {
            value = new("http://first/");
            return true;
        }

        static bool ReadSecond(ref Utf8JsonReader reader, JsonSerializerOptions options, [MaybeNullWhen(false)] out Uri value)
        {
            value = new("http://second/");
            return true;
        }
    }

    private readonly LoadedProgram _program = LoadedProgram.Of(Program);

    private bool HasReader(string name) => corpus.Program.Readers.Contains(corpus.Find(name).Type);

    private void AssertRead(string json, bool isTaken) => AssertRead(Encoding.UTF8.GetBytes(json), isTaken);

    private void AssertRead(byte[] json, bool isTaken)
    {
        var say = _program.Assembly.GetType("Say")!;
        Assert.Equal(isTaken, _program.IsTaken(say, json));
        object? expected = null, actual = null;
        var wrong = Record.Exception(() => expected = JsonSerializer.Deserialize(json, say, LoadedProgram.Reflected)) as JsonException;
        var saidWrong = Record.Exception(() => actual = _program.Read(say, json)) as JsonException;
        Assert.Equal((wrong?.Message, wrong?.Path), (saidWrong?.Message, saidWrong?.Path));
        Assert.Equal(JsonSerializer.Serialize(expected, LoadedProgram.Reflected), JsonSerializer.Serialize(actual, LoadedProgram.Reflected));
    }

    private sealed class Contracts : IJsonTypeInfoResolver
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
            => type == typeof(Uri) ? JsonMetadataServices.CreateValueInfo<Uri?>(options, JsonMetadataServices.UriConverter) : null;
    }
}
