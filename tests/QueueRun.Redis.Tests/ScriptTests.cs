using Microsoft.Extensions.Logging.Abstractions;
using QueueRun.Redis.Store;
using StackExchange.Redis;

namespace QueueRun.Redis.Tests;

/// <summary>The rules of the scripts that a failure has taught, one by one.</summary>
public sealed class ScriptTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private ConnectionMultiplexer _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_server.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_process_that_renewed_its_lease_just_before_its_burial_is_not_cleared_away()
    {
        using var store = await StoreAsync("a", "b");
        var record = await SetAsync(store, "b", Counts(1, 1));
        await EndLeaseAsync("b");
        Assert.Equal(["b"], (await store.BeatAsync("a", "generation", "", isNew: false)).Expired);
        await store.BeatAsync("b", "generation", "", isNew: false);
        await store.BuryAsync("a", "b");
        Assert.Empty((await store.ReapAsync("a", "b", default, isAgain: false)).Adopted);
        Assert.Equivalent(record, (await store.WhereAsync(["ann"]))[0]);
    }

    [Fact]
    public async Task The_home_is_told_that_the_last_place_at_a_dead_process_is_free()
    {
        // Else nobody would forget the record: only the home may.
        using var store = await StoreAsync("home", "dead", "other");
        var record = await SetAsync(store, "home", Counts(1, 1));
        await store.ToldAsync("home", "ann", true, record.Number);
        await SetAsync(store, "dead", Counts(1, 0));
        record = await SetAsync(store, "home", Counts(0, 0));
        Assert.NotNull(await store.ToldAsync("home", "ann", false, record.Number));
        await EndLeaseAsync("dead");
        await store.BuryAsync("other", "dead");
        Assert.Empty((await store.ReapAsync("other", "dead", default, isAgain: false)).Adopted);
        Assert.Equal((byte)'U', (await store.ReplayAsync("home", 0))[^1].Body.Span[1]);
    }

    [Fact]
    public async Task A_home_that_died_between_offline_and_online_leaves_it_unknown_what_was_told()
    {
        // The user was back before the offline hook began: both calls are made for the newest state.
        using var store = await StoreAsync("home", "other");
        var record = await SetAsync(store, "home", Counts(1, 1));
        await store.ToldAsync("home", "ann", false, record.Number);
        await EndLeaseAsync("home");
        await store.BuryAsync("other", "home");
        Assert.Null((await SetAsync(store, "other", Counts(1, 1))).ToldOnline);
    }

    [Fact]
    public async Task After_a_loss_the_new_home_learns_what_another_process_has_told()
    {
        using var store = await StoreAsync("home", "other");
        await store.BeatAsync("other", "before", "", isNew: true); // it knew another generation
        await SetAsync(store, "home", Counts(1, 1));
        var record = await SetAsync(store, "other", Counts(1, 1, told: true, number: 100));
        Assert.Equal((true, 100), (record.ToldOnline, record.ToldNumber));
        Assert.Equal((byte)'U', Assert.Single(await store.ReplayAsync("home", 0)).Body.Span[1]);
    }

    [Fact]
    public async Task What_a_process_told_before_a_loss_that_others_have_repaired_without_it_is_doubtful()
    {
        using var store = await StoreAsync("home");
        Assert.False((await store.BeatAsync("early", "before", "", isNew: true)).IsLate);
        await _connection.GetDatabase().KeyDeleteAsync(["{test}:young", "{test}:lost"]);
        Assert.True((await store.BeatAsync("late", "before", "", isNew: true)).IsLate);
        var record = await SetAsync(store, "late", Counts(0, 0, told: true, number: 100) with { IsDoubtful = true });
        Assert.Equal((null, 100, false), (record.ToldOnline, record.ToldNumber, record.IsOnline));
        Assert.False(record.IsOver); // so offline is told, perhaps again
    }

    [Fact]
    public async Task A_slice_whose_reply_was_lost_returns_the_users_of_the_new_home_again()
    {
        using var store = await StoreAsync("dead", "other");
        await SetAsync(store, "dead", Counts(1, 1));
        await EndLeaseAsync("dead");
        await store.BuryAsync("other", "dead");
        var first = await store.ReapAsync("other", "dead", default, isAgain: false);
        Assert.Equal("ann", Assert.Single(first.Adopted).UserId);
        Assert.Empty((await store.ReapAsync("other", "dead", default, isAgain: false)).Adopted);
        Assert.Equivalent(first, await store.ReapAsync("other", "dead", default, isAgain: true));
    }

    [Fact]
    public async Task The_JSON_of_a_user_is_that_of_the_newest_device_and_goes_with_the_record()
    {
        using var store = await StoreAsync("home", "other");
        var record = await SetAsync(store, "home", Counts(1, 1) with { Json = [1] });
        Assert.Equal([1], await store.UserJsonAsync("ann"));
        await SetAsync(store, "other", Counts(1, 1) with { Json = [2] });
        await SetAsync(store, "other", Counts(0, 0) with { Json = [3] }); // without a device, only what nobody knows better
        await SetAsync(store, "home", Counts(1, 1));
        Assert.Equal([2], await store.UserJsonAsync("ann"));
        await store.ToldAsync("home", "ann", true, record.Number);
        record = await SetAsync(store, "home", Counts(0, 0));
        Assert.Equal([2], await store.UserJsonAsync("ann"));
        Assert.Null(await store.ToldAsync("home", "ann", false, record.Number));
        Assert.Null(await store.UserJsonAsync("ann"));

        // After a loss, a home without devices has told online.
        await SetAsync(store, "home", Counts(0, 0, told: true, number: 7) with { Json = [4] });
        Assert.Equal([4], await store.UserJsonAsync("ann"));
    }

    private async Task<RedisStore> StoreAsync(params string[] processes)
    {
        var store = new RedisStore(
            () => Task.FromResult<IConnectionMultiplexer>(_connection), new("test", TimeSpan.FromMinutes(1), 100, Delays: false, IsUntold: false, HasRoomHooks: false),
            NullLogger<RedisStore>.Instance) { OwnsConnection = false };
        foreach (var process in processes) await store.BeatAsync(process, null, "generation", isNew: true);
        return store;
    }

    private static UserCounts Counts(int places, int devices, bool? told = null, long number = 0) => new("ann", places, devices, 0, told, number, null);

    private async Task EndLeaseAsync(string process)
    {
        await _connection.GetDatabase().SortedSetAddAsync("{test}:processes", process, 0);
    }

    private static async Task<UserRecord> SetAsync(RedisStore store, string process, UserCounts counts) => (await store.SetAsync(process, [counts]))[0].Record!;
}
