namespace QueueRun.Behaviour;

/// <summary>How a stream ends that does not end by itself.</summary>
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
        await Server.ExpectAtGateAsync(key); // a close that comes before it goes on would end it
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

    /// <summary>Within half of the time: all of it arrives.</summary>
    [Fact]
    public async Task A_stream_that_ends_in_time_is_complete_at_shutdown()
    {
        var key = Fresh("stream");
        await using var server = await Host.StartAsync();
        await using var client = await server.ConnectAsUserAsync(Fresh("ann"));
        await using var other = await server.ConnectAsUserAsync(Fresh("bob"));
        await client.SendJsonAsync(new { test = "stream-slow", key, count = 30 });
        await client.ExpectTextAsync("1");
        var stopping = server.StopAsync();
        await other.ExpectCloseAsync(1001, "the server is shutting down");
        for (var n = 2; n <= 30; n++) await client.ExpectTextAsync($"{n}");
        await client.ExpectCloseAsync(1001, "the server is shutting down");
        await stopping;
    }

    /// <summary>Whether it throws on its token, ends in silence, or hears nothing of it.</summary>
    [Theory]
    [InlineData("stream-for-ever", "disposed")]
    [InlineData("stream-polite", "disposed")]
    [InlineData("stream-deaf", null)]
    public async Task A_stream_that_shutdown_cuts_off_says_so(string test, string? line)
    {
        var (ann, key) = (Fresh("ann"), Fresh("stream"));
        using var journal = new JournalFile();
        await using var server = await Host.StartAsync(journal.Option, "--QueueRun:ShutdownTimeout=00:00:04");
        await using var client = await server.ConnectAsUserAsync(ann);
        await client.SendJsonAsync(new { test, key });
        await client.ExpectTextAsync("1");
        var stopping = server.StopAsync();
        await client.ExpectErrorAsync("the server is shutting down");
        await client.ExpectCloseAsync(1001, "the server is shutting down");
        await stopping;

        var lines = await journal.LinesAsync();
        if (line is not null) Assert.Contains($"{key}: {line}", lines);
        Assert.Contains($"{ann}: offline", lines);
    }

    /// <summary>What shutdown breaks off is no silence either where one answer is waited for.</summary>
    [Fact]
    public async Task A_handler_that_shutdown_breaks_off_says_so()
    {
        var key = Fresh("hold");
        await using var server = await Host.StartAsync("--QueueRun:ShutdownTimeout=00:00:04");
        await using var client = await server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "hold", key, line = "held" });
        await server.ExpectJournalAsync(key, "held begins");
        var stopping = server.StopAsync();
        await client.ExpectErrorAsync("the server is shutting down");
        await client.ExpectCloseAsync(1001, "the server is shutting down");
        await stopping;
    }
}

public sealed class StreamInProcess(InProcessHost host) : StreamTests(host);

public sealed class StreamInBinary(BinaryHost host) : StreamTests(host);
