using System.Net;
using System.Net.WebSockets;

namespace QueueRun.Redis.Tests;

/// <summary>Redis is away, stands still, or comes back empty: the table of failures in docs/cluster.md. A lease takes three seconds here.</summary>
public sealed class RedisFailureTests : IAsyncLifetime
{
    private readonly Events _events = new();
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task While_Redis_is_away_connections_live_and_sends_say_that_they_do_not_know()
    {
        await using var a = await StartAsync(redis =>
        {
            redis.ConnectTimeout = TimeSpan.FromMilliseconds(300);
            redis.SendTimeout = TimeSpan.FromMilliseconds(500);
        });
        await using var ann = await a.ConnectAsync("ann");
        await ann.ExpectNothingAsync();
        await _redis.KillAsync();

        var result = await a.SendAsync(["ann", "bob"], "local");
        Assert.Equal((1, 0, "ann bob", false), (result.Recipients, result.Offline.Count, string.Join(' ', result.Unknown), result.IsComplete));
        Assert.Throws<ClusterUnavailableException>(result.ThrowIfIncomplete);
        await ann.ExpectTextAsync("local");
        Assert.False((await a.SendToRoomAsync("lobby", "?")).IsComplete);
        Assert.False((await a.SendToAllAsync("all")).IsComplete);
        await ann.ExpectTextAsync("all");
        Assert.True(await a.IsOnlineAsync("ann"));
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => a.IsOnlineAsync("bob"));
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => a.CloseAsync("ann", "kicked"));
        await ann.ExpectCloseAsync(1008, "kicked");

        using var http = new HttpClient();
        using var upgrade = new HttpRequestMessage(HttpMethod.Get, new Uri(a.Address, "/socket?as=bob"))
        {
            Headers = { { "Connection", "Upgrade" }, { "Upgrade", "websocket" }, { "Sec-WebSocket-Version", "13" }, { "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==" } },
        };
        using var refused = await http.SendAsync(upgrade, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        await using var nobody = await a.ConnectAsync(null);
        await nobody.ExpectNothingAsync();
        await Patience.EventuallyAsync(() => HealthAsync(http, a), health => health == "Unhealthy");

        await _redis.StartAsync();
        await _events.ExpectAsync("ann", "online ann", "offline ann");
        await Patience.EventuallyAsync(() => HealthAsync(http, a), health => health == "Healthy");
        await using var bob = await a.ConnectAsync("bob");
        await bob.ExpectNothingAsync();
    }

    [Fact]
    public async Task Redis_comes_back_empty_and_nobody_is_told_twice()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync();
        await using var here = await a.ConnectAsync("ann");
        await using var there = await b.ConnectAsync("ann");
        await using var leaves = await b.ConnectAsync("leaves");
        await using var member = await b.ConnectAsync("member");
        foreach (var device in new[] { here, there, leaves, member }) await device.ExpectNothingAsync();
        await member.SendJsonAsync(new { test = "join", room = "lobby" });
        await member.ExpectTextAsync("joined lobby");
        await _redis.KillAsync();
        leaves.Abort();
        await _redis.StartAsync();

        await Patience.EventuallyAsync(async () => await a.SendAsync("member", "found"), result => result.IsComplete && result.Recipients == 1);
        await _events.ExpectAsync("leaves", "online leaves", "offline leaves");
        await using var late = await a.ConnectAsync("late");
        await late.ExpectNothingAsync(); // its hook, and so its first message, waits until the loss is repaired
        Assert.Equal(["online ann"], _events.Of("ann"));
        Assert.Equal(["online member", "join member lobby"], _events.Of("member"));
        Assert.Equal("member", await a.MembersAsync("lobby"));
        Assert.True((await a.SendToRoomAsync("lobby", "in the room")).IsComplete);
        await Patience.EventuallyAsync(async () => (await member.ReceiveAsync()).Text, text => text == "in the room");
    }

    [Fact]
    public async Task A_subscription_that_breaks_loses_nothing()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync();
        await using var ann = await b.ConnectAsync("ann");
        await ann.ExpectNothingAsync();
        for (var i = 0; i < 200; i++)
        {
            if (i % 50 == 25) await _redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub");
            var result = await a.SendAsync("ann", $"{i}");
            Assert.True(result is { IsComplete: true, Recipients: 1 }, $"{i}: {result}");
        }

        for (var i = 0; i < 200; i++) await ann.ExpectTextAsync($"{i}");
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_standing_Redis_makes_sends_wait_no_longer_than_they_may()
    {
        await using var a = await StartAsync(redis => redis.SendTimeout = TimeSpan.FromMilliseconds(500));
        await using var ann = await a.ConnectAsync("ann");
        await ann.ExpectNothingAsync();
        await _redis.StandStillAsync(true);
        var sending = a.SendAsync(["ann", "bob"], "local");
        await sending.WithinLimitAsync("the send", TimeSpan.FromSeconds(20));
        var result = await sending;
        Assert.Equal((1, "ann bob"), (result.Recipients, string.Join(' ', result.Unknown)));
        await ann.ExpectTextAsync("local");
        await _redis.StandStillAsync(false);
        await Patience.EventuallyAsync(async () => await a.SendAsync("bob", "?"), sent => sent.IsComplete);
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_program_starts_without_Redis_and_joins_when_it_comes()
    {
        await _redis.KillAsync();
        await using var a = await StartAsync(redis => redis.ConnectTimeout = TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAsync<WebSocketException>(() => a.ConnectAsync("ann"));
        await _redis.StartAsync();
        using var http = new HttpClient();
        await Patience.EventuallyAsync(() => HealthAsync(http, a), health => health == "Healthy");
        await using var ann = await a.ConnectAsync("ann");
        await ann.ExpectNothingAsync();
        Assert.Equal(["online ann"], _events.Of("ann"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registration_that_fails_leaves_no_subscription(bool isAway)
    {
        if (isAway) await _redis.KillAsync();
        else await _redis.AskAsync("CONFIG", "SET", "maxmemory", "1"); // the client subscribes, and the script that registers fails
        using var logs = new Logs();
        await using var a = await Node.StartAsync(_redis.Configuration, _events, options: redis => redis.ConnectTimeout = TimeSpan.FromMilliseconds(500), logs: logs);
        await Patience.EventuallyAsync(() => logs.Find("Redis cannot be reached") is not "");
        if (isAway) await _redis.StartAsync();
        else await _redis.AskAsync("CONFIG", "SET", "maxmemory", "0");

        using var http = new HttpClient();
        await Patience.EventuallyAsync(() => HealthAsync(http, a), health => health == "Healthy");
        var process = await _redis.AskAsync("ZRANGE", "{test}:processes", "0", "-1");
        await Patience.EventuallyAsync(() => _redis.AskAsync("PUBSUB", "CHANNELS", "{test}:p:*"), channels => channels == $"{{test}}:p:{process}");
        await using var b = await StartAsync();
        await using var ann = await a.ConnectAsync("ann");
        await ann.ExpectNothingAsync();
        for (var i = 0; i < 3; i++) Assert.True((await b.SendAsync("ann", $"{i}")).IsComplete);
        for (var i = 0; i < 3; i++) await ann.ExpectTextAsync($"{i}");
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_close_by_a_process_that_was_buried_fails_with_the_public_exception()
    {
        await using var a = await StartAsync();
        await Patience.EventuallyAsync(
            async () =>
            {
                await using var ann = await a.ConnectAsync("ann");
                await ann.ExpectNothingAsync();
                await _redis.AskAsync("DEL", "{test}:processes");
                var error = await Record.ExceptionAsync(() => a.CloseAsync("ann", "kicked"));
                await ann.ExpectCloseAsync(1008, "kicked");
                return error;
            },
            error => error is ClusterUnavailableException { InnerException: Store.FencedException }); // unless a beat has found it first
    }

    [Fact]
    public async Task No_send_to_a_room_is_complete_while_a_loss_is_repaired()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync();
        await using var member = await b.ConnectAsync("member");
        await member.SendJsonAsync(new { test = "join", room = "lobby" });
        await member.ExpectTextAsync("joined lobby");
        Assert.True((await a.SendToRoomAsync("lobby", "before")).IsComplete);
        await _redis.KillAsync();
        await _redis.StartAsync();

        var (sent, repairs, isComplete, isRepairing) = (0, 0, false, "");
        while (!isComplete)
        {
            isComplete = (await a.SendToRoomAsync("lobby", $"{++sent}")).IsComplete;
            isRepairing = await _redis.AskAsync("EXISTS", "{test}:lost");
            if (isRepairing == "1") repairs++;
        }

        Assert.True(repairs > 0, "Nobody has seen the loss.");
        Assert.Equal("0", isRepairing);
        await Patience.EventuallyAsync(async () => (await member.ReceiveAsync()).Text, text => text == $"{sent}");
    }

    private static async Task<string> HealthAsync(HttpClient http, Node node)
    {
        using var response = await http.GetAsync(new Uri(node.Address, "/healthz"), TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task<Node> StartAsync(Action<RedisOptions>? options = null) => Node.StartAsync(_redis.Configuration, _events, options: options);
}
