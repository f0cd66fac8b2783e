namespace QueueRun.Redis.Tests;

/// <summary>Processes die, stop, and stand still: the table of failures in docs/cluster.md. A lease takes three seconds here.</summary>
public sealed class DeadProcessTests : IAsyncLifetime
{
    private readonly Events _events = new();
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task The_users_of_a_process_that_was_killed_are_told_offline_by_another()
    {
        await using var a = await StartAsync();
        await using var b = await NodeProcess.StartAsync(_redis.Configuration, _events);
        await using var ann = await b.ConnectAsync("ann");
        await using var both = await b.ConnectAsync("both");
        await using var too = await a.ConnectAsync("both");
        await too.ExpectNothingAsync();
        await ann.ExpectNothingAsync();
        await ann.SendJsonAsync(new { test = "join", room = "lobby" });
        await ann.ExpectTextAsync("joined lobby");
        Assert.True(await a.IsOnlineAsync("ann"));
        await _events.ExpectAsync("ann", "online ann", "join ann lobby"); // a hook does not hold up the join

        await ExpectToldAsync();

        await b.KillAsync();
        await _events.ExpectAsync("ann", "online ann", "join ann lobby", "leave ann lobby", "offline ann");
        Assert.False(await a.IsOnlineAsync("ann"));
        Assert.Equal(["online both"], _events.Of("both"));
        Assert.Equal("", await a.MembersAsync("lobby"));
        Assert.Equal(1, (await a.SendAsync("both", "still here")).Recipients);
        await too.ExpectTextAsync("still here");
        await too.CloseAsync();
        await _events.ExpectAsync("both", "online both", "offline both");
    }

    [Fact]
    public async Task A_program_with_hooks_for_rooms_alone_is_told_that_the_users_of_a_process_have_left()
    {
        await using var a = await Node.StartAsync(_redis.Configuration, _events, hasUserHooks: false);
        await using var b = await NodeProcess.StartAsync(_redis.Configuration, _events, hasUserHooks: false);
        await using var ann = await b.ConnectAsync("ann");
        await ann.SendJsonAsync(new { test = "join", room = "lobby" });
        await ann.ExpectTextAsync("joined lobby");
        await _events.ExpectAsync("ann", "join ann lobby");
        await ExpectToldAsync();
        await b.KillAsync();
        await _events.ExpectAsync("ann", "join ann lobby", "leave ann lobby");
        await Patience.EventuallyAsync(() => _redis.AskAsync("HLEN", "{test}:users"), count => count == "0");
        await using var back = await a.ConnectAsync("ann");
        await back.SendJsonAsync(new { test = "join", room = "lobby" });
        await back.ExpectTextAsync("joined lobby");
        await _events.ExpectAsync("ann", "join ann lobby", "leave ann lobby", "join ann lobby"); // for a change that is undone before its turn no hook is called
        await back.CloseAsync();
        await _events.ExpectAsync("ann", "join ann lobby", "leave ann lobby", "join ann lobby", "leave ann lobby");
        await Patience.EventuallyAsync(() => _redis.AskAsync("KEYS", "{test}:[urt]*"), left => left == "");
    }

    [Fact]
    public async Task Users_of_processes_that_were_all_killed_are_told_offline_by_the_next_that_starts()
    {
        await using (var first = await NodeProcess.StartAsync(_redis.Configuration, _events))
        {
            await using var ann = await first.ConnectAsync("ann");
            await ann.ExpectNothingAsync();
            await first.KillAsync();
        }

        await using var next = await StartAsync();
        await _events.ExpectAsync("ann", "online ann", "offline ann");
    }

    [Fact]
    public async Task A_process_that_stops_in_peace_hands_its_users_over()
    {
        await using var a = await StartAsync(offlineDelay: 600);
        await using var b = await NodeProcess.StartAsync(_redis.Configuration, _events, offlineDelay: 600);
        await using var ann = await b.ConnectAsync("ann");
        await using var both = await b.ConnectAsync("both");
        await using var too = await a.ConnectAsync("both");
        foreach (var device in new[] { ann, both, too }) await device.ExpectNothingAsync();

        var stopping = b.TerminateAsync();
        await ann.ExpectCloseAsync(1001, "the server is shutting down");
        await both.ExpectCloseAsync(1001, "the server is shutting down");
        await stopping;
        await using var back = await a.ConnectAsync("ann");
        await back.ExpectNothingAsync();
        Assert.Equal(["online ann"], _events.Of("ann"));
        Assert.Equal(["online both"], _events.Of("both"));
        Assert.Equal("1", await _redis.AskAsync("ZCARD", "{test}:processes"));
        Assert.Equal("0", await _redis.AskAsync("SCARD", "{test}:dead"));
    }

    [Fact]
    public async Task A_process_that_stops_alone_tells_its_users_offline()
    {
        await using (var only = await NodeProcess.StartAsync(_redis.Configuration, _events, offlineDelay: 600))
        {
            await using var ann = await only.ConnectAsync("ann");
            await ann.ExpectNothingAsync();
            var stopping = only.TerminateAsync();
            await ann.ExpectCloseAsync(1001, "the server is shutting down");
            await stopping;
        }

        Assert.Equal(["online ann", "offline ann"], _events.Of("ann"));
        Assert.Equal("", await _redis.AskAsync("KEYS", "{test}:users"));
        Assert.Equal("", await _redis.AskAsync("KEYS", "{test}:processes"));
    }

    [Fact]
    public async Task A_process_that_stood_still_comes_back_as_a_new_one()
    {
        await using var a = await StartAsync();
        await using var b = await NodeProcess.StartAsync(_redis.Configuration, _events);
        await using var ann = await b.ConnectAsync("ann");
        await ann.ExpectNothingAsync();
        await b.StandStillAsync(true);
        await _events.ExpectAsync("ann", "online ann", "offline ann");

        await b.StandStillAsync(false);
        await _events.ExpectAsync("ann", "online ann", "offline ann", "online ann");
        Assert.Equal(1, (await a.SendAsync("ann", "welcome back")).Recipients);
        await ann.ExpectTextAsync("welcome back");
    }

    /// <summary>Redis has it that the join hook was called: else no leave hook is promised if the process dies.</summary>
    private async Task ExpectToldAsync() => await Patience.EventuallyAsync(() => _redis.AskAsync("HKEYS", "{test}:t:ann"), static rooms => rooms == "lobby");

    private Task<Node> StartAsync(int offlineDelay = 0)
        => Node.StartAsync(_redis.Configuration, _events, configure: program => program.OfflineDelay = TimeSpan.FromSeconds(offlineDelay));
}
