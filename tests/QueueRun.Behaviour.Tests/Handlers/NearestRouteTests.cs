namespace QueueRun.Behaviour;

/// <summary>What was near: what a client hears that may know of the program's inside.</summary>
public sealed class NearestRouteTests
{
    private const string Detailed = """
        static partial class Start { static partial void Configure(IServiceCollection services) => services.PostConfigure<QueueRunOptions>(options => options.DetailedErrors = true); }
        """;

    private const string Handlers = """
        internal static class Chat
        {
            [SocketHandler("action=say/[text]")] internal static string Say(string text) => text;
            [SocketHandler("action=enter/[room]/[name?]")] internal static string Enter(string room, string? name) => room + name;
            [SocketHandler("[room]/kind='a b'")] internal static string Kind() => "kind";
        }
        """;

    [Theory]
    [InlineData("""{"action":"say"}""", "not available: action=say also needs \"text\"")]
    [InlineData("""{"action":"say","text":""}""", "not available: action=say also needs \"text\" to be neither null nor empty")]
    [InlineData("""{"action":"say","text":null}""", "not available: action=say also needs \"text\" to be neither null nor empty")]
    [InlineData("""{"action":"enter","name":"x"}""", "not available: action=enter also needs \"room\"")]
    [InlineData("""{"room":"x"}""", "not available: [room] also needs \"kind\", which is \"a b\"")]
    [InlineData("""{"room":"x","action":"go"}""", "not available: [room] also needs \"kind\", which is \"a b\"")]
    [InlineData("""{"text":"x"}""", "not available: [text] also needs \"action\", which is \"say\"")]
    [InlineData("""{"action":"sya","text":"x"}""", "not available: [text] also needs another \"action\", which is \"say\"")]
    [InlineData("""{"action":"sya"}""", "not available: no route takes this \"action\"")]
    [InlineData("""{"type":"say"}""", "not available: routes ask for \"action\" or \"ask\" or \"room\" or others")]
    [InlineData("[1]", "not available: routes take JSON objects")]
    [InlineData(" \n7", "not available: routes take JSON objects")]
    public async Task The_client_hears_why_where_it_may(string message, string error)
    {
        await using var server = await SmallProgram.StartAsync(Handlers + Detailed);
        await using var client = await server.ConnectAsync("");
        await client.SendAsync(message);
        await client.ExpectErrorAsync(error);
        await client.SendJsonAsync(new { action = "say", text = "still here" });
        await client.ExpectTextAsync("still here");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_have_a_reason_of_their_own()
    {
        await using var server = await SmallProgram.StartAsync(Handlers + Detailed);
        await using var client = await server.ConnectAsync("");
        await client.SendAsync([0xFF, 0xFE]);
        await client.ExpectErrorAsync("not available: no handler takes binary messages");
    }

    [Fact]
    public async Task Elsewhere_it_hears_no_more_than_it_did()
    {
        await using var server = await SmallProgram.StartAsync(Handlers);
        await using var client = await server.ConnectAsync("");
        await client.SendJsonAsync(new { action = "say" });
        await client.ExpectErrorAsync("not available");
    }

    [Theory]
    [InlineData("Debug", ": no route takes this \"action\"")]
    [InlineData("Information", "")]
    public async Task The_log_says_it_at_Debug_without_a_word_of_the_message(string level, string said)
    {
        await using var server = await SmallProgram.StartAsync(Handlers + $$"""
            public sealed class Collector(Notes notes) : ILoggerProvider, ILogger
            {
                public ILogger CreateLogger(string categoryName) => this;
                public IDisposable? BeginScope<T>(T state) where T : notnull => null;
                public bool IsEnabled(LogLevel logLevel) => true;
                public void Dispose() { }
                public void Log<T>(LogLevel logLevel, EventId eventId, T state, Exception? exception, Func<T, Exception?, string> formatter)
                {
                    if (eventId.Id == 208) notes.Last = formatter(state, exception);
                }
            }

            static partial class Start
            {
                static partial void Configure(IServiceCollection services)
                {
                    services.AddSingleton<ILoggerProvider, Collector>();
                    services.Configure<LoggerFilterOptions>(options => options.MinLevel = LogLevel.{{level}});
                }
            }
            """);
        await using var client = await server.ConnectAsync("");
        await client.SendJsonAsync(new { action = "pay-load" });
        await client.ExpectErrorAsync("not available");
        await client.SendJsonAsync(new { ask = "notes" });
        var entry = (await client.ReceiveAsync()).Text;
        Assert.EndsWith(said, entry, StringComparison.Ordinal);
        Assert.Equal(said.Length > 0, entry.StartsWith("No handler takes message ", StringComparison.Ordinal));
        Assert.DoesNotContain("pay-load", entry, StringComparison.Ordinal);
    }
}
