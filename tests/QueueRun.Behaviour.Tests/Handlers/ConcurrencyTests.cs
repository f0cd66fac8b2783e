using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Concurrent handlers of one connection.</summary>
public abstract class ConcurrencyTests(ServerHost host) : BehaviourTests(host)
{
    protected override string[]? Options => ["--QueueRun:MaxConcurrentCalls=3"];

    [Fact]
    public async Task The_next_message_does_not_wait()
    {
        var key = Fresh("beside");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await SendAsync(client, key, "one", "two");
        await client.SendJsonAsync(new { test = "echo", text = "in turn" });
        await client.ExpectTextAsync("in turn");
        await Server.ExpectJournalAsync(key, "one begins", "two begins");
        await Server.OpenGateAsync($"{key} two");
        await client.ExpectTextAsync("two");
        await Server.OpenGateAsync($"{key} one");
        await client.ExpectTextAsync("one");
    }

    [Fact]
    public async Task The_next_message_waits_for_a_handler_that_is_not_concurrent()
    {
        var key = Fresh("beside");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "hold", key, line = "held" });
        await client.SendJsonAsync(new { test = "beside-at-once", line = "next" });
        await Server.ExpectJournalAsync(key, "held begins");
        await Server.OpenGateAsync(key);
        foreach (var expected in new[] { "held", "next" }) await client.ExpectTextAsync(expected);
    }

    [Fact]
    public async Task The_number_of_concurrent_calls_is_limited()
    {
        var key = Fresh("beside");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await SendAsync(client, key, "one", "two", "three", "four");
        await client.SendJsonAsync(new { test = "echo", text = "last" });
        await client.SendAsync("""{"#":1}""");
        await client.ExpectTextAsync("""{"#":1,"result":null}"""); // the messages before it were read
        await Server.ExpectJournalAsync(key, "one begins", "two begins", "three begins");
        await Server.OpenGateAsync($"{key} two");
        await client.ExpectTextAsync("two");
        await Server.ExpectJournalAsync(key, "one begins", "two begins", "three begins", "four begins");
        await Server.OpenGateAsync($"{key} three");
        foreach (var expected in new[] { "three", "last" }) await client.ExpectTextAsync(expected);
    }

    [Fact]
    public async Task A_cancelled_call_makes_room()
    {
        var key = Fresh("beside");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        foreach (var n in new[] { 1, 2, 3, 4 }) await client.SendAsync($$"""{"#":{{n}},"test":"beside","key":"{{key}}","line":"{{n}}"}""");
        await Server.ExpectJournalAsync(key, "1 begins", "2 begins", "3 begins");
        await client.SendAsync("""{"#":2,"cancel":true}""");
        await client.ExpectTextAsync("""{"#":2,"error":"cancelled"}""");
        await Server.ExpectJournalAsync(key, "1 begins", "2 begins", "3 begins", "2 cancelled", "4 begins");
        await Server.OpenGateAsync($"{key} 4");
        await client.ExpectTextAsync("""{"#":4,"result":"4"}""");
    }

    [Fact]
    public async Task Late_calls_make_room_until_there_are_too_many()
    {
        var key = Fresh("beside");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        for (var n = 1; n <= 8; n++) await client.SendAsync($$"""{"#":{{n}},"test":"beside-deaf","key":"{{key}}","line":"{{n}}"}""");
        var answers = new List<string>();
        for (var n = 1; n <= 8; n++) answers.Add((await client.ReceiveAsync()).Text);
        Assert.Equal(Enumerable.Range(1, 8).Select(n => $$"""{"#":{{n}},"error":"timed out"}"""), answers.Order());

        await client.SendJsonAsync(new { test = "echo", text = "waits" });
        await client.SendAsync("""{"#":9}""");
        await client.ExpectTextAsync("""{"#":9,"result":null}""");
        await Server.OpenGateAsync(key);
        await client.ExpectTextAsync("waits");
    }

    [Fact]
    public async Task All_calls_are_cancelled_when_the_client_disconnects()
    {
        var (ann, key) = (Fresh("ann"), Fresh("beside"));
        var client = await Server.ConnectAsUserAsync(ann);
        await SendAsync(client, key, "one", "two");
        await Server.ExpectJournalAsync(key, "one begins", "two begins");
        await client.DisposeAsync();
        await Server.ExpectOnlineAsync(ann, false);
        Assert.Equal(["one cancelled", "two cancelled"], (await Server.JournalAsync(key)).Skip(2).Order());
    }

    /// <summary>The connection stays with its user as long as its methods run.</summary>
    [Fact]
    public async Task The_connection_ends_after_its_calls()
    {
        var (ann, key) = (Fresh("ann"), Fresh("stream"));
        await using var client = await Server.ConnectAsUserAsync(ann);
        await client.SendJsonAsync(new { test = "stream-deaf", key });
        await client.ExpectTextAsync("1");
        await Server.ExpectAtGateAsync(key); // a close that comes before it goes on would end it
        await client.CloseAsync();
        Assert.True(await Server.IsOnlineAsync(ann));
        await Server.OpenGateAsync(key);
        await Server.ExpectOnlineAsync(ann, false);
    }

    [Fact]
    public async Task A_stream_is_concurrent_by_default()
    {
        var key = Fresh("stream");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "stream-deaf", key = $"{key} beside" });
        await client.ExpectTextAsync("1");
        await client.SendJsonAsync(new { test = "stream-in-turn", key });
        await client.SendJsonAsync(new { test = "echo", text = "next" });
        await client.ExpectTextAsync("1");
        await Server.OpenGateAsync(key);
        foreach (var expected in new[] { "2", "next" }) await client.ExpectTextAsync(expected);
    }

    [Fact]
    public async Task Shutdown_lets_calls_end()
    {
        var key = Fresh("beside");
        await using var server = await Host.StartAsync();
        await using var client = await server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "stream-slow", count = 20 });
        await client.SendJsonAsync(new { test = "stream-slow", count = 20 });
        var (begun, received) = (0, 0);
        while (begun < 2)
        {
            if ((await client.ReceiveAsync()).Text == "1") begun++;
            received++;
        }

        var stopping = server.StopAsync();
        while (await client.ReceiveOrCloseAsync() is not null) received++;
        Assert.Equal((40, "1001 the server is shutting down"), (received, client.Closed));
        await stopping;
    }

    private static async Task SendAsync(SocketClient client, string key, params string[] lines)
    {
        foreach (var line in lines) await client.SendJsonAsync(new { test = "beside", key, line });
    }
}

public sealed class ConcurrencyInProcess(InProcessHost host) : ConcurrencyTests(host);

public sealed class ConcurrencyInBinary(BinaryHost host) : ConcurrencyTests(host);
