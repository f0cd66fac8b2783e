using System.Text.Json;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>What the client hears of a handler that takes too long, and what becomes of it.</summary>
public abstract class TimeoutTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task A_handler_that_honours_its_token_is_cancelled()
    {
        var key = Fresh("timeout");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "hang", key });
        await client.ExpectErrorAsync("timed out");
        await client.ExpectNothingAsync();
        await Server.ExpectJournalAsync(key, "cancelled");
    }

    [Fact]
    public async Task A_handler_that_ignores_its_token_is_left_behind()
    {
        var key = Fresh("timeout");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "ignore", key });
        await client.SendJsonAsync(new { test = "echo", text = "next" });
        await client.ExpectErrorAsync("timed out");
        await client.ExpectTextAsync("next");
        Assert.Equal(["begins"], await Server.JournalAsync(key));

        // What it sends itself still goes out; what it returns does not.
        await Server.OpenGateAsync(key);
        await client.ExpectTextAsync("""{"sent":"late"}""");
        await Server.ExpectJournalAsync(key, "begins", "ends");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_late_result_is_logged()
    {
        var key = Fresh("timeout");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        var connection = await ConnectionIdAsync(client);
        await client.SendJsonAsync(new { test = "ignore", key });
        await client.ExpectErrorAsync("timed out");
        var before = await Server.LogsAsync(connection);
        await Server.OpenGateAsync(key);
        await client.ExpectTextAsync("""{"sent":"late"}""");
        await Patience.EventuallyAsync(() => Server.LogsAsync(connection), seen => seen.Length > before.Length);
    }

    [Fact]
    public async Task A_late_exception_is_not_told_but_logged()
    {
        var key = Fresh("timeout");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "throw-late", key });
        await client.ExpectErrorAsync("timed out");
        await Server.OpenGateAsync(key);
        await Patience.EventuallyAsync(() => Server.LogsAsync($"late for {key}"), seen => seen.Length > 0);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_cannot_be_passed()
    {
        var key = Fresh("timeout");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await using var other = await Server.ConnectAsUserAsync(Fresh("bob"));
        await client.SendJsonAsync(new { test = "block", key });
        await client.SendJsonAsync(new { test = "note", key, line = "next" });

        // The error is on time, the next message waits, and others do not.
        await client.ExpectErrorAsync("timed out");
        await other.ExpectNothingAsync();
        Assert.Equal(["blocks"], await Server.JournalAsync(key));

        await Server.OpenGateAsync(key);
        await client.ExpectTextAsync("next");
        Assert.Equal(["blocks", "unblocked", "next"], await Server.JournalAsync(key));
        await client.ExpectNothingAsync();
    }

    /// <summary>Also of messages that were read together.</summary>
    [Fact]
    public async Task The_answer_to_a_message_goes_out_while_the_handler_of_the_next_one_blocks_its_thread()
    {
        var key = Fresh("timeout");
        await using var client = await Server.ConnectRawAsync($"user={Fresh("ann")}");
        await client.SendBytesAsync(
        [
            .. Frame(new { test = "echo", text = "first" }), .. Frame(new { test = "block-unseen", key }),
            .. Frame(new { test = "note", key, line = "next" }), .. Frame(new { test = "echo", text = "last" }),
        ]);
        await client.ExpectAsync(Opcode.Text, "first");
        await Server.OpenGateAsync(key);
        await client.ExpectAsync(Opcode.Text, "next");
        await client.ExpectAsync(Opcode.Text, "last");

        static byte[] Frame(object message) => RawWebSocket.Frame(Opcode.Text, JsonSerializer.SerializeToUtf8Bytes(message));
    }

    [Fact]
    public async Task Eight_late_handlers_are_the_most_then_reading_pauses()
    {
        var key = Fresh("timeout");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        for (var i = 0; i < 8; i++) await client.SendJsonAsync(new { test = "ignore", key });
        await client.SendJsonAsync(new { test = "hold", key, line = "ninth" });
        await client.SendJsonAsync(new { test = "echo", text = "after" });
        for (var i = 0; i < 8; i++) await client.ExpectErrorAsync("timed out");
        await using (var other = await Server.ConnectAsUserAsync(Fresh("bob"))) await other.ExpectNothingAsync();
        Assert.Equal(Enumerable.Repeat("begins", 8), await Server.JournalAsync(key));

        // With the gate open, the ninth begins, and ends in time: eight say their own, one returns a value that counts.
        await Server.OpenGateAsync(key);
        var heard = new List<string>();
        for (var i = 0; i < 10; i++) heard.Add((await client.ReceiveAsync()).Text);
        Assert.Equal(8, heard.Count(text => text == """{"sent":"late"}"""));
        Assert.Equal(["ninth", "after"], heard.Where(text => !text.StartsWith('{')));
    }

    [Fact]
    public async Task The_default_time_is_an_option()
    {
        await using var server = await Host.StartAsync("--QueueRun:DefaultTimeout=00:00:00.2");
        await using var client = await server.ConnectAsUserAsync("ann");
        await client.SendJsonAsync(new { test = "hang-by-default" });
        await client.ExpectErrorAsync("timed out");
        await client.ExpectNothingAsync();
    }

    private static async Task<string> ConnectionIdAsync(SocketClient client)
    {
        await client.SendJsonAsync(new { test = "request" });
        return (await client.ReceiveAsync()).Json.GetProperty("connectionId").GetString()!;
    }
}

public sealed class TimeoutInProcess(InProcessHost host) : TimeoutTests(host);

public sealed class TimeoutInBinary(BinaryHost host) : TimeoutTests(host);
