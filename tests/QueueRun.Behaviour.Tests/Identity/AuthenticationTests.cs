using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Who decides, and what happens as long as nobody has.</summary>
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

    /// <summary>Null, an error, a message that does not fit, and one that is no JSON: each is a time not.</summary>
    [Fact]
    public async Task Five_times_not_are_counted_together()
    {
        await using var client = await Server.ConnectAsync();
        await client.SendJsonAsync(new { user = (string?)null });
        await client.SendJsonAsync(new { user = "a", trouble = "told" });
        await client.SendAsync("""{"user":7}""");
        await client.SendAsync("hello");
        await client.ExpectErrorAsync("wrong password");
        await client.ExpectErrorAsync("$.user: expected a string");
        Assert.StartsWith("not JSON: ", await client.ExpectErrorAsync(), StringComparison.Ordinal);
        await client.SendAsync([0xFF]);
        await client.ExpectErrorAsync("not available");
        await client.ExpectCloseAsync(1008, "not authenticated");
    }

    [Fact]
    public async Task The_fifth_message_may_still_say_who_it_is()
    {
        await using var client = await Server.ConnectAsync();
        for (var i = 0; i < 4; i++) await client.SendJsonAsync(new { user = (string?)null });
        await client.SendJsonAsync(new { user = Fresh("ann") });
        await client.ExpectNothingAsync();
    }

    /// <summary>As long as nobody is decided, a send reaches the connection; so signing in may take several steps.</summary>
    [Fact]
    public async Task Authenticate_may_answer_before_it_decides()
    {
        var user = Fresh("ann");
        await using var client = await Server.ConnectAsync();
        foreach (var step in new[] { "challenge", "second challenge" })
        {
            await client.SendJsonAsync(new { trouble = "step", title = step });
            await client.ExpectJsonAsync(new { step });
        }

        await client.SendJsonAsync(new { user });
        await client.SendJsonAsync(new { test = "user-id" });
        await client.ExpectTextAsync($"id {user}");
    }

    [Fact]
    public async Task Binary_is_treated_as_text_where_Authenticate_takes_JSON()
    {
        await using var client = await Server.ConnectAsync();
        await client.SendAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"user":"{{Fresh("ann")}}"}"""));
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Authenticate_that_takes_too_long_has_not_decided()
    {
        var user = Fresh("ann");
        await using var server = await Host.StartAsync("--QueueRun:DefaultTimeout=00:00:01");
        await using var client = await server.ConnectAsync();
        await client.SendJsonAsync(new { user, trouble = "late" });
        await client.ExpectErrorAsync("timed out");

        // What it returns at last is nobody any more: the connection is somebody else's by then.
        await client.SendJsonAsync(new { user = "bob" });
        await client.ExpectNothingAsync();
        await server.OpenGateAsync(user);
        await Patience.EventuallyAsync(() => server.LogsAsync("Authenticate"), seen => seen.Contains("ended after its timeout", StringComparison.Ordinal));
        await client.SendJsonAsync(new { test = "user-id" });
        await client.ExpectTextAsync("id bob");
        Assert.False(await server.IsOnlineAsync(user));
    }

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
    public async Task Only_so_many_may_wait_to_be_authenticated_and_the_longest_silent_makes_place()
    {
        await using var server = await Host.StartAsync("--QueueRun:MaxUnauthenticatedConnections=2");
        await using var first = await ConnectSilentAsync();
        await using var second = await server.ConnectAsync();
        await using var third = await server.ConnectAsync();
        await first.ExpectCloseAsync(1008, "too many connections");

        // Whoever has just said something has not been silent for long, however old it is.
        await second.SendJsonAsync(new { trouble = "step", title = "one" });
        await second.ExpectJsonAsync(new { step = "one" });
        await using var fourth = await server.ConnectAsync();
        await third.ExpectCloseAsync(1008, "too many connections");
        foreach (var (client, user) in ((SocketClient, string)[])[(second, "ann"), (fourth, "bob")])
        {
            await client.SendJsonAsync(new { user });
            await client.ExpectNothingAsync();
        }

        // A connection that has answered a ping is in the room: one whose handshake is under way cannot make place.
        async Task<RawWebSocket> ConnectSilentAsync()
        {
            var raw = await server.ConnectRawAsync("");
            await raw.SendAsync(Opcode.Ping, []);
            await raw.ExpectAsync(Opcode.Pong, "");
            return raw;
        }
    }

    [Fact]
    public async Task Whoever_is_being_heard_makes_no_place()
    {
        var key = Fresh("late");
        await using var server = await Host.StartAsync("--QueueRun:MaxUnauthenticatedConnections=1");
        await using var heard = await server.ConnectAsync($"journal={key}");
        await heard.SendJsonAsync(new { user = key, trouble = "late" });
        await server.ExpectJournalAsync(key, "connect", "authenticate");
        Assert.Equal(503, await server.RefusedAsync(""));
        await server.OpenGateAsync(key);
        await heard.ExpectNothingAsync();
        await using var next = await server.SignInAsync("bob");
        await next.ExpectNothingAsync();
    }

    /// <summary>Five wrong attempts and a client that does not answer the close: others need not wait until it has gone.</summary>
    [Fact]
    public async Task Whoever_is_refused_keeps_no_place()
    {
        await using var server = await Host.StartAsync("--QueueRun:MaxUnauthenticatedConnections=1");
        await using var raw = await server.ConnectRawAsync("");
        for (var i = 0; i < 5; i++) await raw.SendTextAsync("no JSON");
        for (var i = 0; i < 5; i++) Assert.Equal(Opcode.Text, (await raw.ReceiveAsync())!.Opcode);
        await raw.ExpectCloseAsync(1008, "not authenticated");
        await using var next = await server.SignInAsync("bob");
        await next.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_goes_without_saying_who_he_is_leaves_his_place(bool orderly)
    {
        await using var server = await Host.StartAsync("--QueueRun:MaxUnauthenticatedConnections=1");
        for (var i = 0; i < 3; i++)
        {
            await using var squatter = await Patience.EventuallyAsync(async () => await TryConnectAsync(server), client => client is not null);
            if (orderly) await squatter!.CloseAsync();
            else squatter!.Abort();
        }

        // Who is known already needs none.
        await using var waiting = await Patience.EventuallyAsync(async () => await TryConnectAsync(server), client => client is not null);
        await using var known = await server.ConnectAsUserAsync("ann");
        await known.ExpectNothingAsync();
        await waiting!.SendJsonAsync(new { trouble = "step", title = "still there" });
        await waiting.ExpectJsonAsync(new { step = "still there" });

        static async Task<SocketClient?> TryConnectAsync(ServerUnderTest server)
        {
            try
            {
                return await server.ConnectAsync();
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                return null;
            }
        }
    }
}

public sealed class AuthenticationInProcess(InProcessHost host) : AuthenticationTests(host);

public sealed class AuthenticationInBinary(BinaryHost host) : AuthenticationTests(host);
