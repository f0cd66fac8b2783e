using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Order: one message of a connection at a time, while the connection is still read.</summary>
public abstract class OrderTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Messages_of_a_connection_are_handled_one_at_a_time_in_order()
    {
        var key = Fresh("order");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "hold", key, line = "first" });
        await client.SendJsonAsync(new { test = "hold", key, line = "second" });
        await client.SendJsonAsync(new { test = "note", key, line = "third" });
        await Server.ExpectJournalAsync(key, "first begins");
        await Server.OpenGateAsync(key);
        foreach (var line in new[] { "first", "second", "third" }) await client.ExpectTextAsync(line);
        Assert.Equal(["first begins", "first ends", "second begins", "second ends", "third"], await Server.JournalAsync(key));
    }

    [Fact]
    public async Task Connections_do_not_wait_for_each_other()
    {
        var (key, user) = (Fresh("order"), Fresh("ann"));
        await using var waiting = await Server.ConnectAsUserAsync(user);
        await using var device = await Server.ConnectAsUserAsync(user);
        await waiting.SendJsonAsync(new { test = "hold", key, line = "held" });
        await Server.ExpectJournalAsync(key, "held begins");
        await device.ExpectNothingAsync();
        await Server.OpenGateAsync(key);
        await waiting.ExpectTextAsync("held");
    }

    [Fact]
    public async Task A_ping_is_answered_while_a_handler_runs()
    {
        var key = Fresh("order");
        await using var raw = await Server.ConnectRawAsync($"user={Fresh("ann")}");
        await raw.SendTextAsync($$"""{"test":"hold","key":"{{key}}","line":"held"}""");
        await Server.ExpectJournalAsync(key, "held begins");
        await raw.SendAsync(Opcode.Ping, "still there?"u8.ToArray());
        await raw.ExpectAsync(Opcode.Pong, "still there?");
        await Server.OpenGateAsync(key);
        await raw.ExpectAsync(Opcode.Text, "held");
    }

    [Fact]
    public async Task A_close_is_answered_while_a_handler_runs_and_cancels_it()
    {
        var key = Fresh("order");
        await using var raw = await Server.ConnectRawAsync($"user={Fresh("ann")}");
        await raw.SendTextAsync($$"""{"test":"hold","key":"{{key}}","line":"held"}""");
        await Server.ExpectJournalAsync(key, "held begins");
        await raw.SendCloseAsync(1001, "going away");
        await raw.ExpectCloseAsync(1001);
        await raw.ExpectEndAsync();
        await Server.ExpectJournalAsync(key, "held begins", "held cancelled");
    }

    [Fact]
    public async Task A_client_that_vanishes_cancels_the_handler()
    {
        var key = Fresh("order");
        await using var raw = await Server.ConnectRawAsync($"user={Fresh("ann")}");
        await raw.SendTextAsync($$"""{"test":"hold","key":"{{key}}","line":"held"}""");
        await Server.ExpectJournalAsync(key, "held begins");
        raw.Vanish();
        await Server.ExpectJournalAsync(key, "held begins", "held cancelled");
    }

    /// <summary>
    /// While a handler runs, the server reads ahead a little and then leaves the rest to the network: the sender is stopped by
    /// back-pressure, and when the handler ends, everything is handled.
    /// </summary>
    [Fact]
    public async Task Reading_ahead_ends_at_a_limit_and_nothing_is_lost()
    {
        const int Count = 640;
        var key = Fresh("order");
        var padding = new string('x', 60_000);
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "hold", key, line = "held" });

        var sent = 0;
        var sending = Task.Run(async () =>
        {
            for (var n = 0; n < Count; n++)
            {
                await client.SendJsonAsync(new { test = "echo", text = $"{n}", padding });
                Interlocked.Increment(ref sent);
            }
        }, TestContext.Current.CancellationToken);

        var before = -1;
        await Patience.EventuallyAsync(
            async () =>
            {
                before = Volatile.Read(ref sent);
                for (var i = 0; i < 50; i++) await Server.IsOnlineAsync("anybody"); // the server has time for others meanwhile
                return Volatile.Read(ref sent);
            },
            now => now > 0 && now == before);
        Assert.InRange(sent, 1, Count - 1);

        await Server.OpenGateAsync(key);
        await client.ExpectTextAsync("held");
        for (var n = 0; n < Count; n++) await client.ExpectTextAsync($"{n}");
        await sending;
    }
}

public sealed class OrderInProcess(InProcessHost host) : OrderTests(host);

public sealed class OrderInBinary(BinaryHost host) : OrderTests(host);
