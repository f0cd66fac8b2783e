using System.Globalization;

namespace QueueRun.Behaviour;

/// <summary>A connection does not outlive the ticket that let it in.</summary>
public abstract class ExpirationTests(ServerHost host) : BehaviourTests(host)
{
    private static string In(TimeSpan time) => At(DateTimeOffset.UtcNow + time);

    private static string At(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("o", CultureInfo.InvariantCulture));

    [Fact]
    public async Task When_the_ticket_expires_the_connection_is_closed()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsync($"user={user}&expires={In(TimeSpan.FromMilliseconds(500))}");
        await client.ExpectCloseAsync(1008, "expired");
        await Server.ExpectOnlineAsync(user, false);
    }

    [Fact]
    public async Task A_ticket_that_has_expired_lets_nobody_stay()
    {
        await using var client = await Server.ConnectAsync($"user={Fresh("ann")}&expires={In(TimeSpan.FromDays(-1))}");
        await client.ExpectCloseAsync(1008, "expired");
    }

    [Fact]
    public async Task What_the_handler_has_sent_comes_before_the_close()
    {
        for (var good = TimeSpan.FromSeconds(1); ; good *= 2)
        {
            await using var client = await Server.ConnectAsync($"user={Fresh("ann")}&expires={In(good)}");
            await client.SendJsonAsync(new { test = "note", key = Fresh("brief"), line = "still here" });
            var sent = await client.ReceiveOrCloseAsync();
            if (sent is null && good < TimeSpan.FromSeconds(30)) continue; // a slow machine has not come so far in this time

            Assert.Equal("still here", sent?.Text);
            await client.ExpectCloseAsync(1008, "expired");
            return;
        }
    }

    [Fact]
    public async Task Whoever_waits_to_be_authenticated_expires_too()
    {
        await using var client = await Server.ConnectAsync($"expires={In(TimeSpan.FromMilliseconds(300))}");
        await client.ExpectCloseAsync(1008, "expired");
    }

    /// <summary>Much further than a timer reaches.</summary>
    [Fact]
    public async Task A_ticket_may_be_good_for_ever()
    {
        foreach (var expires in new[] { In(TimeSpan.FromDays(60)), In(TimeSpan.FromDays(36_500)), At(DateTimeOffset.MaxValue) })
        {
            await using var client = await Server.ConnectAsync($"user={Fresh("ann")}&expires={expires}");
            await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        await using var server = await Host.StartAsync("--QueueRun:CloseOnExpiration=false");
        await using var client = await server.ConnectAsync($"user=ann&expires={In(TimeSpan.FromDays(-1))}");
        await client.ExpectNothingAsync();
    }
}

public sealed class ExpirationInProcess(InProcessHost host) : ExpirationTests(host);

public sealed class ExpirationInBinary(BinaryHost host) : ExpirationTests(host);
