namespace QueueRun.Redis.Tests;

/// <summary>The program of the behaviour tests as a native file, published without a warning, and run as two processes.</summary>
public sealed class NativeTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task Two_native_processes_are_one_program()
    {
        var program = await NativeAot.PublishAsync(Repository.PathOf("tests", "QueueRun.TestServer", "QueueRun.TestServer.csproj"));
        await using var a = await ServerProcess.StartAsync(program, $"--Redis={_redis.Configuration}");
        await using var b = await ServerProcess.StartAsync(program, $"--Redis={_redis.Configuration}");
        Assert.EndsWith(" native", await a.Http.GetStringAsync("/runtime", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await using var ann = await a.ConnectAsync("member=moved-ann");
        await using var bob = await b.ConnectAsync("member=moved-bob");
        foreach (var device in new[] { ann, bob }) await device.ExpectNothingAsync();
        await b.ExpectJournalAsync("moved-bob as", "online decided at connect");

        // A message to a user, and one to a room.
        await ann.SendJsonAsync(new { test = "rooms", @do = "send", whom = new[] { "moved-bob", "moved-eve" }, text = "hello" });
        await ann.ExpectTextAsync("1 reached, offline: moved-eve");
        await bob.ExpectTextAsync("""{"said":"hello"}""");
        foreach (var device in new[] { ann, bob })
        {
            await device.SendJsonAsync(new { test = "rooms", @do = "join", room = "lobby" });
            await device.ExpectTextAsync("joined");
        }

        await bob.SendJsonAsync(new { test = "rooms", @do = "send", target = "room:lobby", others = true, text = "everybody" });
        await ann.ExpectTextAsync("""{"said":"everybody"}""");
        await ann.SendJsonAsync(new { test = "rooms", @do = "members", room = "lobby" });
        await ann.ExpectTextAsync("members: moved-ann moved-bob");

        // The other process calls the hooks of a user whom it has never seen.
        await b.KillAsync();
        await a.ExpectJournalAsync("moved-bob as", "offline decided at connect");
        await a.ExpectJournalAsync("moved-bob", "leave lobby", "offline");
        await ann.CloseAsync();
        await a.ExpectJournalAsync("moved-ann as", "online decided at connect", "offline decided at connect");
        await a.StopAsync();
        Assert.Equal("", await _redis.AskAsync("KEYS", "*:processes"));
    }
}
