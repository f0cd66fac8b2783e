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
}

public sealed class PresenceInProcess(InProcessHost host) : PresenceTests(host);

public sealed class PresenceInBinary(BinaryHost host) : PresenceTests(host);
