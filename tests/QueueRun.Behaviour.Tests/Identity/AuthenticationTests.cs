namespace QueueRun.Behaviour;

/// <summary>DESIGN 6: who decides, and what happens as long as nobody has.</summary>
public abstract class AuthenticationTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task The_first_message_is_consumed_and_the_next_is_handled()
    {
        await using var client = await Server.SignInAsync(Fresh("ann"));
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task As_long_as_it_is_open_no_handler_is_called()
    {
        await using var client = await Server.ConnectAsync();
        await client.SendJsonAsync(new { user = (string?)null });
        await client.SendJsonAsync(new { user = Fresh("ann") });
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("""{"user":"a","trouble":"told"}""", "wrong password")]
    [InlineData("""{"user":"a","trouble":"other"}""", "internal error")]
    [InlineData("""{"user":[]}""", "$.user: expected a string")]
    public async Task An_error_is_told_and_the_question_stays_open(string message, string error)
    {
        await using var client = await Server.ConnectAsync();
        await client.SendAsync(message);
        await client.ExpectErrorAsync(error);
        await client.SendJsonAsync(new { user = Fresh("ann") });
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Five_attempts_are_the_most()
    {
        await using var client = await Server.ConnectAsync();
        for (var i = 0; i < 5; i++) await client.SendJsonAsync(new { user = (string?)null });
        await client.ExpectCloseAsync(1008, "not authenticated");
    }

    [Fact]
    public async Task There_is_a_time_to_authenticate()
    {
        await using var server = await Host.StartAsync("--QueueRun:AuthenticationTimeout=00:00:00.3");
        await using var client = await server.ConnectAsync();
        await client.ExpectCloseAsync(1008, "not authenticated");
    }

    [Fact]
    public async Task OnConnect_may_decide_and_may_refuse()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsync($"member={user}");
        await client.SendJsonAsync(new { test = "member" });
        await client.ExpectTextAsync($"member {user}, decided at connect");

        Assert.Equal(451, await Server.RefusedAsync("reject=451"));
        Assert.Equal(500, await Server.RefusedAsync("trouble=yes"));
    }

    [Fact]
    public async Task A_user_without_an_id_is_refused() => Assert.Equal(403, await Server.RefusedAsync("claim:role=admin"));

    [Fact]
    public async Task A_user_has_only_so_many_connections()
    {
        await using var server = await Host.StartAsync("--QueueRun:MaxConnectionsPerUser=2");
        await using var first = await server.ConnectAsUserAsync("ann");
        await using var second = await server.SignInAsync("ann");
        await second.ExpectNothingAsync();
        Assert.Equal(429, await server.RefusedAsync("user=ann"));
        await using var third = await server.SignInAsync("ann");
        await third.ExpectCloseAsync(1008, "too many connections");
    }

    [Fact]
    public async Task Only_so_many_may_wait_to_be_authenticated()
    {
        await using var server = await Host.StartAsync("--QueueRun:MaxUnauthenticatedConnections=1");
        await using var first = await server.ConnectAsync();
        Assert.Equal(503, await server.RefusedAsync(""));
        await first.SendJsonAsync(new { user = "ann" });
        await first.ExpectNothingAsync();
        await using var second = await server.SignInAsync("bob");
        await second.ExpectNothingAsync();
    }
}

public sealed class AuthenticationInProcess(InProcessHost host) : AuthenticationTests(host);

public sealed class AuthenticationInBinary(BinaryHost host) : AuthenticationTests(host);
