namespace QueueRun.Redis.Tests;

/// <summary>
/// Hooks receive users of the application's own type, whichever process calls them. A lease takes three seconds here.
/// </summary>
public sealed class UserObjectTests : IAsyncLifetime
{
    private readonly Events _events = new();
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task A_process_that_never_saw_a_user_calls_the_hook_with_the_users_values()
    {
        await using var a = await StartAsync();
        await using var b = await NodeProcess.StartAsync(_redis.Configuration, _events);
        await using var ann = await b.ConnectAsync("ann", "Ann");
        await using var zoe = await b.ConnectAsync("zoe", "Zo\u00eb");
        await ann.ExpectNothingAsync();
        await zoe.ExpectNothingAsync();
        Assert.Equal(["online ann Ann"], _events.Of("ann"));
        Assert.Contains("\"name\":\"Ann\"", await _redis.AskAsync("HGET", "{test}:json", "ann"), StringComparison.Ordinal);

        await b.KillAsync();
        await _events.ExpectAsync("ann", "online ann Ann", "offline ann Ann from JSON");
        await _events.ExpectAsync("zoe", "online zoe Zo\u00eb", "offline zoe Zo\u00eb from JSON");
        await ExpectNoJsonAsync();
    }

    [Fact]
    public async Task A_home_without_a_connection_of_the_user_has_the_newest_values()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync();
        await using var first = await a.ConnectAsync("ann", "Old");
        await first.ExpectNothingAsync();
        await using var second = await b.ConnectAsync("ann", "New");
        await second.ExpectNothingAsync();
        await first.CloseAsync();
        await second.CloseAsync();
        await _events.ExpectAsync("ann", "online ann Old", "offline ann New from JSON");

        // Another type of user: what was written before does not count.
        await using var third = await a.ConnectAsync("bob");
        await third.ExpectNothingAsync();
        await using var fourth = await b.ConnectAsync("bob", "Old");
        await fourth.ExpectNothingAsync();
        await using var fifth = await b.ConnectAsync("bob");
        await fifth.ExpectNothingAsync();
        foreach (var device in new[] { third, fourth, fifth }) await device.CloseAsync();
        await _events.ExpectAsync("bob", "online bob", "offline bob");
        await ExpectNoJsonAsync();
    }

    [Fact]
    public async Task The_object_of_a_connection_that_was_here_is_not_read_again()
    {
        await using var a = await StartAsync();
        await using var ann = await a.ConnectAsync("ann", "Ann");
        await ann.ExpectNothingAsync();
        await ann.CloseAsync();
        await _events.ExpectAsync("ann", "online ann Ann", "offline ann Ann");
        await ExpectNoJsonAsync();
    }

    [Fact]
    public async Task A_process_to_which_a_user_was_handed_over_has_the_values()
    {
        await using (var a = await StartAsync(offlineDelay: 600))
        {
            await using var b = await NodeProcess.StartAsync(_redis.Configuration, _events, offlineDelay: 600);
            await using var ann = await b.ConnectAsync("ann", "Ann");
            await ann.ExpectNothingAsync();
            var stopping = b.TerminateAsync();
            await ann.ExpectCloseAsync(1001, "the server is shutting down");
            await stopping;
            Assert.Equal(["online ann Ann"], _events.Of("ann"));
        }

        Assert.Equal(["online ann Ann", "offline ann Ann from JSON"], _events.Of("ann")); // the last process has stopped
        await ExpectNoJsonAsync();
    }

    [Fact]
    public async Task After_a_loss_of_data_the_values_are_written_again()
    {
        await using var a = await StartAsync();
        await using var b = await NodeProcess.StartAsync(_redis.Configuration, _events);
        await using var ann = await b.ConnectAsync("ann", "Ann");
        await ann.ExpectNothingAsync();
        await _redis.KillAsync();
        await _redis.StartAsync();
        await Patience.EventuallyAsync(() => _redis.AskAsync("HLEN", "{test}:json"), count => count == "1");
        await b.KillAsync();
        await _events.ExpectAsync("ann", "online ann Ann", "offline ann Ann from JSON");
        await ExpectNoJsonAsync();
    }

    private async Task ExpectNoJsonAsync() => await Patience.EventuallyAsync(() => _redis.AskAsync("KEYS", "{test}:json"), keys => keys == "");

    private Task<Node> StartAsync(int offlineDelay = 0)
        => Node.StartAsync(_redis.Configuration, _events, configure: program => program.OfflineDelay = TimeSpan.FromSeconds(offlineDelay));
}
