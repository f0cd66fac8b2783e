namespace QueueRun.Redis.Tests;

/// <summary>Two processes of one program, over a real Redis: users, sends, places, presence.</summary>
public sealed class TwoProcessesTests : IAsyncLifetime
{
    private readonly Events _events = new();
    private RedisServer _redis = null!;
    private Node _a = null!;
    private Node _b = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b) = (await StartAsync(), await StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_user_with_devices_at_both_is_online_once_and_offline_once()
    {
        await using var first = await _a.ConnectAsync("ann");
        await using var second = await _b.ConnectAsync("ann");
        await second.ExpectNothingAsync();
        Assert.Equal(["online ann"], _events.Of("ann"));
        Assert.True(await _a.IsOnlineAsync("ann") && await _b.IsOnlineAsync("ann"));

        await first.CloseAsync();
        await Patience.EventuallyAsync(async () => await _redis.AskAsync("HGET", "{test}:users", "ann"), record => record.Split(';').Length == 2);
        Assert.Equal(["online ann"], _events.Of("ann"));
        Assert.True(await _a.IsOnlineAsync("ann") && await _b.IsOnlineAsync("ann"));

        await second.CloseAsync();
        await _events.ExpectAsync("ann", "online ann", "offline ann");
        Assert.Equal("", await _a.OnlineAsync("ann", "bob"));
        await Patience.EventuallyAsync(async () => await _redis.AskAsync("HLEN", "{test}:users"), count => count == "0");
    }

    [Fact]
    public async Task A_message_reaches_the_devices_at_both_in_the_order_of_the_calls()
    {
        await using var here = await _a.ConnectAsync("ann");
        await using var there = await _b.ConnectAsync("ann");
        foreach (var device in new[] { here, there }) await device.ExpectNothingAsync(); // has joined
        var sends = Enumerable.Range(0, 100).Select(i => _a.SendAsync(["ann", "nobody"], $"m{i}")).ToArray();
        foreach (var send in sends)
        {
            var result = await send;
            Assert.Equal((1, "nobody", 0, true), (result.Recipients, result.Offline.Single(), result.Unknown.Count, result.IsComplete));
        }

        foreach (var device in new[] { here, there })
        {
            for (var i = 0; i < 100; i++) await device.ExpectTextAsync($"m{i}");
        }

        Assert.Equal(["nobody"], (await _b.SendAsync("nobody", "?")).Offline);
        Assert.Equal(1, (await _b.SendAsync("ann", "!")).Recipients);
        await here.ExpectTextAsync("!");
        await there.ExpectTextAsync("!");
    }

    [Fact]
    public async Task The_sender_can_be_left_out()
    {
        await using var here = await _a.ConnectAsync("ann");
        await using var there = await _b.ConnectAsync("ann");
        await there.ExpectNothingAsync();
        await here.SendJsonAsync(new { test = "others", text = "from here" });
        await there.ExpectTextAsync("from here");
        await here.ExpectNothingAsync();
    }

    [Fact]
    public async Task Places_are_counted_and_users_closed_over_both()
    {
        await using var c = await StartAsync(options => options.MaxConnectionsPerUser = 2);
        await using var first = await _a.ConnectAsync("ann");
        await using var second = await _b.ConnectAsync("ann");
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => c.ConnectAsync("ann"));

        foreach (var device in new[] { first, second }) await device.ExpectNothingAsync();
        await c.CloseAsync("ann", "signed out");
        foreach (var device in new[] { first, second }) await device.ExpectCloseAsync(1008, "signed out");
        await _events.ExpectAsync("ann", "online ann", "offline ann");
        await using var third = await c.ConnectAsync("ann");
        await third.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_first_message_waits_for_an_online_hook_that_runs_elsewhere()
    {
        _events.Held["online ann"] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var here = await _a.ConnectAsync("ann");
        await using var there = await _b.ConnectAsync("ann");
        await there.SendJsonAsync(new { test = "echo", text = "first" });
        var first = there.ReceiveAsync();
        await Patience.EventuallyAsync(async () => await _redis.AskAsync("HGET", "{test}:users", "ann"), record => record.Split("=1.1").Length == 3); // both have joined
        await _b.SendAsync("ann", "sent");
        await here.ExpectTextAsync("sent");
        Assert.Equal("sent", (await first).Text); // and not the answer to the message, which has waited

        _events.Held["online ann"].SetResult();
        await there.ExpectTextAsync("first");
    }

    [Fact]
    public async Task All_and_rooms_reach_both()
    {
        await using var ann = await _a.ConnectAsync("ann");
        await using var bob = await _b.ConnectAsync("bob");
        await using var nobody = await _b.ConnectAsync(null);
        await using var other = await _b.ConnectAsync("eve");
        foreach (var device in new[] { ann, bob }) await device.SendJsonAsync(new { test = "join", room = "lobby" });
        await nobody.SendJsonAsync(new { test = "enter", room = "lobby" });
        await ann.ExpectTextAsync("joined lobby");
        await bob.ExpectTextAsync("joined lobby");
        await nobody.ExpectTextAsync("entered lobby");
        await other.ExpectNothingAsync();

        var result = await _a.SendToRoomAsync("lobby", "hello");
        Assert.True(result is { Recipients: 1, IsComplete: true });
        foreach (var device in new[] { ann, bob, nobody }) await device.ExpectTextAsync("hello");
        await _b.SendToAllAsync("everybody");
        foreach (var device in new[] { ann, bob, nobody, other }) await device.ExpectTextAsync("everybody");
        Assert.Equal("ann bob", await _a.MembersAsync("lobby"));
        await _events.ExpectAsync("ann", "online ann", "join ann lobby");

        await bob.SendJsonAsync(new { test = "leave", room = "lobby" });
        await bob.ExpectTextAsync("left lobby");
        await _events.ExpectAsync("bob", "online bob", "join bob lobby", "leave bob lobby");
        await _a.SendToRoomAsync("lobby", "again");
        await ann.ExpectTextAsync("again");
        await nobody.ExpectTextAsync("again");
        await bob.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_users_rooms_are_those_of_all_devices()
    {
        await using var here = await _a.ConnectAsync("ann");
        await here.SendJsonAsync(new { test = "join", room = "one" });
        await here.ExpectTextAsync("joined one");
        await using var there = await _b.ConnectAsync("ann");       // comes into the rooms
        await there.ExpectNothingAsync();
        await _b.JoinAsync("ann", "two");                // joins with the other device, too
        await _a.SendToRoomAsync("one", "1");
        await _a.SendToRoomAsync("two", "2");
        foreach (var device in new[] { here, there })
        {
            await device.ExpectTextAsync("1");
            await device.ExpectTextAsync("2");
        }

        await here.CloseAsync();
        await _a.SendToRoomAsync("one", "3");
        await there.ExpectTextAsync("3");
        await there.CloseAsync();
        await _events.ExpectAsync("ann", "online ann", "join ann one", "join ann two", "leave ann one", "leave ann two", "offline ann");
        await Patience.EventuallyAsync(async () => await _redis.AskAsync("KEYS", "{test}:[mr]:*") + await _redis.AskAsync("HLEN", "{test}:rooms"), left => left is "0");
    }

    [Fact]
    public async Task Messages_that_were_lost_for_good_leave_no_user_in_a_wrong_room()
    {
        await using var ann = await _b.ConnectAsync("ann");
        await _events.ExpectAsync("ann", "online ann");
        await _a.JoinAsync("ann", "old");
        await _events.ExpectAsync("ann", "online ann", "join ann old");

        // As if another process had moved the user, and the messages to this one were neither received nor kept.
        var b = (await _redis.AskAsync("HGET", "{test}:users", "ann")).Split(',')[2];
        await _redis.AskAsync("HSET", "{test}:r:ann", "new", "u");
        await _redis.AskAsync("HDEL", "{test}:r:ann", "old");
        await _redis.AskAsync("HSET", "{test}:rooms", "new", $";{b};");
        await _redis.AskAsync("HINCRBY", "{test}:seq", b, "2");

        await Patience.EventuallyAsync(() => _events.Of("ann").Length == 4);
        Assert.Equal(["join ann new", "leave ann old"], _events.Of("ann").Skip(2).Order());
        await _a.SendToRoomAsync("old", "to the old room");
        await _a.SendToRoomAsync("new", "to the new room");
        await ann.ExpectTextAsync("to the new room");
    }

    [Theory]
    [InlineData("other")]
    [InlineData("tes")]
    [InlineData("test:x")]
    public async Task Programs_with_other_prefixes_share_nothing(string prefix)
    {
        var events = new Events();
        await using var stranger = await Node.StartAsync(_redis.Configuration, events, prefix, program: "Another");
        await using var ann = await _a.ConnectAsync("ann");
        await ann.SendJsonAsync(new { test = "join", room = "lobby" });
        await ann.ExpectTextAsync("joined lobby");
        await using var other = await stranger.ConnectAsync("ann");
        await other.ExpectNothingAsync();
        await using var bob = await stranger.ConnectAsync("bob");
        await bob.SendJsonAsync(new { test = "join", room = "lobby" });
        await bob.ExpectTextAsync("joined lobby");

        Assert.Equal("ann bob", await stranger.OnlineAsync("ann", "bob"));
        Assert.Equal("ann", await _b.OnlineAsync("ann", "bob"));
        Assert.Equal(("ann", "bob"), (await _b.MembersAsync("lobby"), await stranger.MembersAsync("lobby")));
        Assert.Equal(["bob"], (await _b.SendAsync(["ann", "bob"], "to users")).Offline);
        await _b.SendToRoomAsync("lobby", "to the room");
        await _b.SendToAllAsync("to all");
        foreach (var text in new[] { "to users", "to the room", "to all" }) await ann.ExpectTextAsync(text);
        foreach (var device in new[] { other, bob }) await device.ExpectNothingAsync();

        await stranger.SendAsync("ann", "to the other ann");
        await other.ExpectTextAsync("to the other ann");
        await stranger.CloseAsync("ann", "signed out");
        await other.ExpectCloseAsync(1008, "signed out");
        await events.ExpectAsync("ann", "online ann", "offline ann");
        await ann.ExpectNothingAsync();
        Assert.Equal(["online ann", "join ann lobby"], _events.Of("ann"));
    }

    [Fact]
    public async Task Another_program_with_the_same_prefix_is_refused()
    {
        var error = await Assert.ThrowsAsync<Store.PrefixTakenException>(() => Node.StartAsync(_redis.Configuration, new Events(), program: "Another"));
        foreach (var part in new[] { "'test'", "'Another'", "'QueueRun.Redis.Tests'", "QueueRun:Redis:Prefix" }) Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal("2", await _redis.AskAsync("ZCARD", "{test}:processes"));
        Assert.Equal("2", (await _redis.AskAsync("PUBSUB", "CHANNELS", "{test}:p:*")).Split('\n').Length.ToString(System.Globalization.CultureInfo.InvariantCulture));

        // A prefix is a program's as long as one of its processes runs.
        await _a.StopAsync();
        await Assert.ThrowsAsync<Store.PrefixTakenException>(() => Node.StartAsync(_redis.Configuration, new Events(), program: "Another"));
        await _b.StopAsync();
        await using (var another = await Node.StartAsync(_redis.Configuration, new Events(), program: "Another"))
            Assert.Equal(["ann"], (await another.SendAsync("ann", "?")).Offline);
    }

    [Fact]
    public async Task A_message_that_is_too_large_reaches_nobody()
    {
        await using var c = await StartAsync(options => options.MaxOutboxSize = 32 << 20);
        await using var ann = await c.ConnectAsync("ann");
        await using var there = await _b.ConnectAsync("ann");
        await there.ExpectNothingAsync();
        await ann.SendJsonAsync(new { test = "join", room = "lobby" });
        await ann.ExpectTextAsync("joined lobby");
        var large = new string('x', (8 << 20) + 1);
        foreach (var send in new Func<Task>[] { () => c.SendAsync("ann", large), () => c.SendAsync(["ann", "bob"], large), () => c.SendToRoomAsync("lobby", large), () => c.SendToAllAsync(large) })
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(send);
            Assert.Contains("8388608", error.Message, StringComparison.Ordinal);
        }

        foreach (var device in new[] { ann, there }) await device.ExpectNothingAsync();
    }

    private Task<Node> StartAsync(Action<QueueRunOptions>? configure = null) => Node.StartAsync(_redis.Configuration, _events, configure: configure);
}
