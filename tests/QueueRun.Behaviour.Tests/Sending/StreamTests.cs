namespace QueueRun.Behaviour;

/// <summary>DESIGN 4 and 5: how a stream ends that does not end by itself.</summary>
public abstract class StreamTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_hears_nothing_of_its_token_ends_at_its_next_element(bool orderly)
    {
        var (ann, key) = (Fresh("ann"), Fresh("stream"));
        await using var client = await Server.ConnectAsUserAsync(ann);
        await client.SendJsonAsync(new { test = "stream-deaf", key });
        await client.ExpectTextAsync("1");
        if (orderly) await client.CloseAsync();
        else client.Abort();

        // The user stays as long as the stream does: its connection ends after its handlers.
        Assert.True(await Server.IsOnlineAsync(ann));
        await Server.OpenGateAsync(key);
        await Server.ExpectJournalAsync(key, "disposed");
        await Server.ExpectOnlineAsync(ann, false);
    }

    [Theory]
    [InlineData("stream-for-ever")]
    [InlineData("stream-deaf")]
    public async Task A_stream_ends_with_the_connection_that_the_program_closes(string test)
    {
        var (ann, key) = (Fresh("ann"), Fresh("stream"));
        await using var client = await Server.ConnectAsUserAsync(ann);
        await client.SendJsonAsync(new { test, key });
        await client.ExpectTextAsync("1");
        await Server.PostAsync($"/close?to={ann}&status=4001&reason=enough");
        await client.ExpectCloseAsync(4001, "enough");
        if (test == "stream-deaf") await Server.OpenGateAsync(key);
        await Server.ExpectJournalAsync(key, "disposed");
    }

    [Fact]
    public async Task The_next_message_waits_for_the_end_of_a_stream()
    {
        var key = Fresh("stream");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "stream-deaf", key });
        await client.SendJsonAsync(new { test = "echo", text = "next" });
        await client.ExpectTextAsync("1");
        await Server.OpenGateAsync(key);
        foreach (var expected in new[] { "2", "3", "next" }) await client.ExpectTextAsync(expected);
        await Server.ExpectJournalAsync(key, "went on", "disposed");
    }

    [Theory]
    [InlineData("stream-for-ever", "disposed")]
    [InlineData("stream-deaf", "disposed")]
    public async Task Shutdown_ends_a_stream(string test, string line)
    {
        var (ann, key, journal) = (Fresh("ann"), Fresh("stream"), Path.GetTempFileName());
        await using var server = await Host.StartAsync($"--Journal:File={journal}", "--QueueRun:ShutdownTimeout=00:00:02");
        await using var client = await server.ConnectAsUserAsync(ann);
        await client.SendJsonAsync(new { test, key });
        await client.ExpectTextAsync("1");

        // One is cancelled after half of the time; the other ends by itself, at its next element.
        if (test == "stream-deaf") await server.OpenGateAsync(key);
        var stopping = server.StopAsync();
        var heard = new List<string>();
        while (await client.ReceiveOrCloseAsync() is { } message) heard.Add(message.Text);
        Assert.Equal("1001 the server is shutting down", client.Closed);
        await stopping;

        var lines = await File.ReadAllLinesAsync(journal, TestContext.Current.CancellationToken);
        Assert.Contains($"{key}: {line}", lines);
        Assert.Contains($"{ann}: offline", lines);
        File.Delete(journal);
    }
}

public sealed class StreamInProcess(InProcessHost host) : StreamTests(host);

public sealed class StreamInBinary(BinaryHost host) : StreamTests(host);
