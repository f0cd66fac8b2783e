using System.Globalization;

namespace QueueRun.Behaviour;

/// <summary>Presence, as a program sees it. Every interleaving is tested where presence is decided, in QueueRun.Runtime.Tests.</summary>
public abstract class PresenceTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Hooks_are_called_for_the_first_and_the_last_connection()
    {
        var user = Fresh("ann");
        Assert.False(await Server.IsOnlineAsync(user));
        var first = await Server.ConnectAsUserAsync(user);
        await first.ExpectNothingAsync();
        var second = await Server.SignInAsync(user);
        await second.ExpectNothingAsync();
        Assert.True(await Server.IsOnlineAsync(user));

        await first.CloseAsync();
        await second.ExpectNothingAsync();
        Assert.True(await Server.IsOnlineAsync(user));
        await Server.ExpectJournalAsync(user, "online");

        await second.CloseAsync();
        await Server.ExpectJournalAsync(user, "online", "offline");
        await Server.ExpectOnlineAsync(user, false);
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Fact]
    public async Task A_hook_sends_to_the_user_before_the_first_message_is_handled()
    {
        var user = Fresh("greeted");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.SendJsonAsync(new { test = "echo", text = "first" });
        await client.ExpectJsonAsync(new { greeting = user });
        await client.ExpectTextAsync("first");
    }

    [Fact]
    public async Task Hooks_are_called_in_the_order_of_their_names()
    {
        var user = Fresh("ordered");
        await using (var client = await Server.ConnectAsUserAsync(user)) await client.ExpectNothingAsync();
        await Server.ExpectJournalAsync(user, "online", "online after", "offline", "offline after");
    }

    [Fact]
    public async Task A_hook_that_throws_is_logged_and_breaks_nothing()
    {
        var user = Fresh("angry");
        await using (var client = await Server.ConnectAsUserAsync(user)) await client.ExpectNothingAsync();
        await Server.ExpectJournalAsync(user, "online", "offline");
        Assert.Contains("Angry about being online.", await Server.LogsAsync(user), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_message_waits_for_the_online_hook()
    {
        var user = Fresh("slow");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.SendJsonAsync(new { test = "note", key = user, line = "handled" });
        await Server.ExpectJournalAsync(user, "online");
        await Server.OpenGateAsync(user);
        await client.ExpectTextAsync("handled");
        await Server.ExpectJournalAsync(user, "online", "online done", "handled");
    }

    [Fact]
    public async Task The_number_rises_from_call_to_call_of_a_user_also_over_a_restart()
    {
        var user = Fresh("numbered");
        using var journal = new JournalFile();
        for (var i = 0; i < 2; i++)
        {
            await using var server = await Host.StartAsync(journal.Option);
            await using var client = await server.ConnectAsUserAsync(user);
            foreach (var what in (string[])["join", "leave", "join"])
            {
                await client.SendJsonAsync(new { test = "rooms", @do = what, room = "lobby", others = false, cancelled = false });
                await client.ReceiveAsync();
            }

            await server.StopAsync();
        }

        var lines = await journal.LinesAsync();
        var calls = lines.Where(line => line.StartsWith($"{user} calls: ", StringComparison.Ordinal)).Select(line => line.Split(' ')[^2..]).ToList();
        // Each time: online, offline, and of the room at least the last join and the leave at the end. What is undone before its turn has no call.
        Assert.InRange(calls.Count, 8, 12);
        Assert.All(calls, call => Assert.Equal("False", call[1]));
        var numbers = calls.Select(call => long.Parse(call[0], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.InRange(DateTimeOffset.UnixEpoch.AddTicks(numbers[0] * 10), DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow);
    }
}

public sealed class PresenceInProcess(InProcessHost host) : PresenceTests(host);

public sealed class PresenceInBinary(BinaryHost host) : PresenceTests(host);
