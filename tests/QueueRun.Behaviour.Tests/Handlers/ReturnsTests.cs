namespace QueueRun.Behaviour;

/// <summary>Return.</summary>
public abstract class ReturnsTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("return-void", "void")]
    [InlineData("return-task", "task")]
    [InlineData("return-value-task", "value task")]
    public async Task A_method_without_a_value_sends_nothing(string test, string line)
    {
        var key = Fresh("returns");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test, key });
        await client.ExpectNothingAsync();
        await Server.ExpectJournalAsync(key, line);
    }

    [Theory]
    [InlineData("return-value", """{"x":1,"y":2}""")]
    [InlineData("return-task-of", """{"x":3,"y":4}""")]
    [InlineData("return-value-task-of", """{"event":"said","room":"here","from":"me","text":"hi"}""")]
    [InlineData("return-text", "plain text")]
    [InlineData("return-number", "42")]
    [InlineData("return-list", """[{"x":1,"y":2},{"x":3,"y":4}]""")]
    [InlineData("return-node", """{"inner":{"n":1}}""")]
    [InlineData("return-send-result", """{"sent":"once"}""")]
    public async Task A_value_is_sent_as_a_message(string test, string answer)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test });
        await client.ExpectTextAsync(answer);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Bytes_are_sent_as_a_binary_message()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "return-bytes" });
        await client.ExpectBytesAsync(1, 2, 3);
        await client.SendJsonAsync(new { test = "return-memory" });
        await client.ExpectBytesAsync(4, 5, 6);
    }

    [Theory]
    [InlineData("return-null")]
    [InlineData("return-null-text")]
    [InlineData("return-null-value")]
    public async Task Null_is_not_sent(string test)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test });
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_value_goes_to_the_current_connection_only()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await using var device = await Server.ConnectAsUserAsync(user);
        await device.ExpectNothingAsync();
        await client.SendJsonAsync(new { test = "return-text" });
        await client.ExpectTextAsync("plain text");
        await device.ExpectNothingAsync();
    }

    [Fact]
    public async Task Each_element_of_a_stream_is_a_message()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "stream", count = 100 });
        for (var i = 0; i < 100; i++) await client.ExpectTextAsync($$"""{"x":{{i}},"y":{{i}}}""");
        await client.SendJsonAsync(new { test = "stream", count = 0 });
        await client.SendJsonAsync(new { test = "stream-text" });
        await client.ExpectTextAsync("one");
        await client.ExpectTextAsync("two");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_stream_that_takes_too_long_for_an_element_times_out()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "stream-stuck" });
        await client.ExpectTextAsync("1");
        await client.ExpectErrorAsync("timed out");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_stream_that_throws_ends_with_an_error()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "stream-failing" });
        await client.ExpectTextAsync("1");
        await client.ExpectErrorAsync("the stream failed");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_is_disposed_when_its_client_goes(bool orderly)
    {
        var key = Fresh("stream");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "stream-for-ever", key });
        await client.ExpectTextAsync("1");
        if (orderly) await client.CloseAsync();
        else client.Abort();
        await Server.ExpectJournalAsync(key, "disposed");
    }

    [Fact]
    public async Task Elements_wait_for_room_and_none_is_lost()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "stream-much", key = Fresh("stream"), count = 400, size = 60_000 });
        for (var i = 0; i < 400; i++) Assert.StartsWith($"{i} x", (await client.ReceiveAsync()).Text, StringComparison.Ordinal);
        await client.ExpectNothingAsync();
    }
}

public sealed class ReturnsInProcess(InProcessHost host) : ReturnsTests(host);

public sealed class ReturnsInBinary(BinaryHost host) : ReturnsTests(host);

public sealed class StreamTimeTests
{
    /// <summary>Each element comes within the ten seconds, all of them together do not.</summary>
    [Fact]
    public async Task The_time_of_a_stream_starts_again_at_each_element()
    {
        await using var host = await VirtualTimeServer.StartAsync("--QueueRun:KeepAliveInterval=1.00:00:00");
        await using var client = await host.Server.ConnectAsUserAsync("ann");
        await client.SendJsonAsync(new { test = "stream-held", key = "gate" });
        for (var n = 1; n <= 4; n++)
        {
            await host.Server.ExpectJournalAsync("gate", [.. Enumerable.Range(1, n).Select(number => $"waits {number}")]);
            host.Time.Advance(TimeSpan.FromSeconds(9));
            await host.Server.OpenGateAsync($"gate {n}");
            await client.ExpectTextAsync($"{n}");
        }

        await host.Server.ExpectJournalAsync("gate", "waits 1", "waits 2", "waits 3", "waits 4", "waits 5");
        host.Time.Advance(TimeSpan.FromSeconds(11));
        await client.ExpectErrorAsync("timed out");
    }
}
