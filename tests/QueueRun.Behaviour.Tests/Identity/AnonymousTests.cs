namespace QueueRun.Behaviour;

/// <summary>Somebody who was let in without being anybody.</summary>
public abstract class AnonymousTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Sends_reach_the_connection_and_nobody_else_who_is_nobody()
    {
        await using var one = await Server.ConnectAsNobodyAsync();
        await using var other = await Server.ConnectAsNobodyAsync();
        await other.ExpectNothingAsync();
        await one.SendJsonAsync(new { test = "send", text = "here" });
        await one.ExpectJsonAsync(new { sent = "here" });
        await one.ExpectJsonAsync(new { recipients = 1, offline = Array.Empty<string>() });
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_close_closes_the_connection_and_nobody_else_who_is_nobody()
    {
        await using var one = await Server.ConnectAsNobodyAsync();
        await using var other = await Server.ConnectAsNobodyAsync();
        await other.ExpectNothingAsync();
        await one.SendJsonAsync(new { test = "close", all = true, status = 4000 });
        await one.ExpectJsonAsync(new { last = "words" });
        await one.ExpectCloseAsync(4000);
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_empty_id_is_seen_nowhere()
    {
        await using var client = await Server.ConnectAsNobodyAsync();
        await client.SendJsonAsync(new { test = "request" });
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await client.ReceiveAsync()).Json.GetProperty("user").ValueKind);

        await client.SendJsonAsync(new { test = "send-to-wrong", to = new[] { "" } });
        await client.ExpectTextAsync("ArgumentException");
    }

    /// <summary>The hooks of the test server write down whom they are called for.</summary>
    [Fact]
    public async Task There_is_no_presence()
    {
        using var journal = new JournalFile();
        await using (var server = await Host.StartAsync(journal.Option))
        {
            await using (var client = await server.ConnectAsNobodyAsync()) await client.ExpectNothingAsync();
            await using (var client = await server.ConnectAsUserAsync("ann")) await client.ExpectNothingAsync();
            await server.ExpectJournalAsync("ann", "online", "offline");
            await server.StopAsync();
        }

        var lines = await journal.LinesAsync();
        Assert.Equal(["ann: online", "ann: offline"], lines.Where(line => line.EndsWith("line", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task As_many_as_there_are_may_connect()
    {
        await using var server = await Host.StartAsync("--QueueRun:MaxConnectionsPerUser=1");
        await using var first = await server.ConnectAsNobodyAsync();
        await using var second = await server.ConnectAsNobodyAsync();
        await first.ExpectNothingAsync();
        await second.ExpectNothingAsync();
    }
}

public sealed class AnonymousInProcess(InProcessHost host) : AnonymousTests(host);

public sealed class AnonymousInBinary(BinaryHost host) : AnonymousTests(host);
