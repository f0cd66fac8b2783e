namespace QueueRun.Behaviour;

/// <summary>CloseAsync, the close codes, and shutdown.</summary>
public abstract class ClosingTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task A_handler_closes_its_connection_after_what_it_sent()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "close", all = false });
        await client.ExpectJsonAsync(new { last = "words" });
        await client.ExpectCloseAsync(1000);
    }

    [Fact]
    public async Task All_devices_of_a_user_are_closed_with_status_and_reason()
    {
        var user = Fresh("ann");
        await using var first = await Server.ConnectAsUserAsync(user);
        await using var second = await Server.ConnectAsUserAsync(user);
        await second.ExpectNothingAsync();
        await first.SendJsonAsync(new { test = "close", all = true, status = 4001, reason = "signed out" });
        foreach (var client in new[] { first, second })
        {
            await client.ExpectJsonAsync(new { last = "words" });
            await client.ExpectCloseAsync(4001, "signed out");
        }

        await Server.ExpectOnlineAsync(user, false);
    }

    [Fact]
    public async Task An_HTTP_endpoint_closes_a_user()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.ExpectNothingAsync();
        await Server.PostAsync($"/close?to={user}&status=1008&reason=by request");
        await client.ExpectCloseAsync(1008, "by request");
    }

    [Fact]
    public async Task Shutdown_lets_a_handler_finish_tells_everybody_and_runs_the_offline_hooks()
    {
        var (key, user) = (Fresh("brief"), Fresh("ann"));
        using var journal = new JournalFile();
        await using var server = await Host.StartAsync(journal.Option);
        await using var busy = await server.ConnectAsUserAsync(user);
        await using var idle = await server.ConnectAsUserAsync(Fresh("bob"));
        await idle.ExpectNothingAsync();
        await busy.SendJsonAsync(new { test = "brief", key });
        await server.ExpectJournalAsync(key, "begins");

        var stopping = server.StopAsync();
        await idle.ExpectCloseAsync(1001, "the server is shutting down");
        await busy.ReceiveAsync();
        await busy.ExpectCloseAsync(1001, "the server is shutting down");
        await stopping;
        Assert.Contains($"{user}: offline", await journal.LinesAsync());
    }
}

public sealed class ClosingInProcess(InProcessHost host) : ClosingTests(host);

public sealed class ClosingInBinary(BinaryHost host) : ClosingTests(host);
