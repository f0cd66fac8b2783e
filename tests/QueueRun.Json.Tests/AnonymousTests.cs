using System.Text.Json;

namespace QueueRun.Json.Tests;

/// <summary>Anonymous types, which have no names, are written like all others.</summary>
public class AnonymousTests(AnonymousTests.Corpus corpus) : IClassFixture<AnonymousTests.Corpus>
{
    private const string Types = """
        record P(int X);
        enum Color { Red, Green }
        [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<Shade>))] enum Shade { Light, Dark }
        [SocketMessage("event", "said")] record Said(string Text);
        record Envelope<T>(T Payload, string Tag);
        struct Pair<T> { public T First { get; set; } public List<T> Rest { get; set; } }
        static class Envelope { internal static Envelope<T> Of<T>(T payload) => new(payload, "t"); }
        """;

    private static readonly string[] s_messages =
    [
        "new { reply = \"👋 Welcome!\" }",
        "new { }",
        "new { @event = \"e\", @class = 1, value = (string?)null, Name = true, URL = 1.5 }",
        "new { inner = new { x = 1, deeper = new { y = \"z\" } } }",
        "new[] { new { x = 1 }, new { x = 2 } }",
        "new { items = new[] { new { x = 1 } }, more = new[] { new[] { new { y = 2 } } } }",
        "new[] { 1, 2 }.Select(x => new { x }).ToList()",
        "new[] { 1, 2 }.Select(x => new { x })",
        "new { list = new[] { 1, 2 }.Select(x => new { x, twice = new { y = x * 2 } }) }",
        "new[] { 1, 2 }.ToDictionary(x => $\"k{x}\", x => new { x })",
        "new { byNumber = new[] { 1, 2 }.ToDictionary(x => x, x => new { x }) }",
        "new { point = new P(1), points = new List<P> { new(2) }, color = Color.Green, shade = Shade.Dark, number = (int?)null }",
        "new { any = (object)new P(1), nothing = (object?)null, id = Guid.Empty, bytes = new byte[] { 1 }, when = DateTime.UnixEpoch }",
        "Envelope.Of(new { x = 1 })",
        "new { envelope = Envelope.Of(new { x = new { y = 1 } }) }",
        "Envelope.Of(Envelope.Of(new[] { new { x = 1 } }))",
        "new[] { 1 }.GroupBy(x => new { x }).Select(group => new { group.Key, count = group.Count() })",
        "new[] { 1, 2 }.GroupBy(x => new { x })",
        "new { groups = new[] { 1 }.GroupBy(x => new { x }, x => new { y = x }).ToList() }",
        "new { pair = KeyValuePair.Create(\"k\", new { x = 1 }) }",
        "new { a = new { x = 1 }, b = new { x = 2 }, c = new[] { new { x = 3 } } }",
        "new { said = new Said(\"inside\") }",
        "System.Collections.Immutable.ImmutableArray.Create(new { x = 1 })",
        "new HashSet<object> { 1 }.Select(o => new { o })",
        "new { text = \"<é>\", ch = 'c', uri = new Uri(\"http://x/é\"), element = JsonDocument.Parse(\"[1]\").RootElement }",
    ];

    /// <summary>All messages in one program.</summary>
    public sealed class Corpus
    {
        internal LoadedProgram Program { get; } = LoadedProgram.Of([Types, .. s_messages.Select((message, i) => $$"""
            static class Case{{i}}
            {
                internal static object Message() => {{message}};
                internal static async Task Send(ISocket socket) => await socket.SendAsync({{message}});
                internal static async Task Known(ISocket socket) => await socket.SendAsync(new P(1));
                internal static Type TypeOf() => Of({{message}});
                private static Type Of<T>(T value) => typeof(T);
            }
            """)]);
    }

    public static TheoryData<string> Messages => [.. s_messages];

    [Theory]
    [MemberData(nameof(Messages))]
    public void It_is_written_with_the_same_bytes(string message)
    {
        var name = $"Case{Array.IndexOf(s_messages, message)}";
        var type = (Type)corpus.Program.Call(name, "TypeOf")!;
        var value = corpus.Program.Call(name, "Message");
        Assert.Equal(JsonSerializer.Serialize(value, type, LoadedProgram.Reflected), corpus.Program.Write(type, value));
        if (!type.IsValueType) Assert.Equal("null", corpus.Program.Write(type, null));
    }
}
