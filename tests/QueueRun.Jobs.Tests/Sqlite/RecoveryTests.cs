using QueueRun.Sqlite;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>The fate of the jobs of a process that has ended, and of one that has not.</summary>
public sealed class RecoveryTests : IDisposable
{
    private static readonly QueueRunOptions Options = new() { MaxAttempts = 2, RetryDelay = TimeSpan.FromSeconds(10) };

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_was_killed_leaves_its_jobs_to_the_others()
    {
        var jobs = await _folder.StartAsync(Options);
        var first = await jobs.PushAsync(key: "a");
        await jobs.PushAsync(key: "a");
        var (process, said) = await OtherProcess.StartAsync(_folder.Database);
        await using (process)
        {
            Assert.Equal("claimed 1", said);

            // While it is alive, even frozen, no job is taken from it: a store that starts checks this first.
            if (OperatingSystem.IsLinux()) await process.FreezeAsync();
            var other = await _folder.StartAsync(Options);
            Assert.Equal(new(1, 1, 0), await other.CountsAsync());
            await process.KillAsync();
        }

        await Patience.EventuallyAsync(() => jobs.CountsAsync(), counts => counts == new QueueCounts(2, 0, 0));
        Assert.Empty(await jobs.ClaimAsync()); // not at once: this job may have ended its process
        jobs.Pass(12);
        var job = await jobs.ClaimOneAsync();
        Assert.Equal((first, 2), (job.Id, job.Attempt));
        Assert.Equal(2, _folder.Leases.Count());
    }

    [Fact]
    public async Task What_was_pushed_survives_a_kill()
    {
        var (process, said) = await OtherProcess.StartAsync(_folder.Database, Errand.Push);
        List<string> pushed = [said];
        await using (process)
        {
            while (pushed.Count < 300) pushed.Add(await process.ListenAsync() ?? "");
            await process.KillAsync(); // while it pushes the next job
            while (await process.ListenAsync() is { Length: > 0 } line) pushed.Add(line);
        }

        var jobs = await _folder.StartAsync();
        _folder.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddMinutes(1));
        var ids = (await jobs.ClaimIdsAsync(1_000_000)).ToHashSet();
        Assert.True(ids.IsSupersetOf(pushed.SkipLast(1))); // the last line may be incomplete
        Assert.Equal(ids.Count, (await jobs.CountsAsync()).Running);
    }

    [Fact]
    public async Task The_next_to_start_takes_up_what_was_left_behind()
    {
        var id = await LeaveBehindAsync();
        var jobs = await _folder.StartAsync(Options);
        Assert.Equal(new(1, 0, 0), jobs.Store.Counts["mail"]);
        jobs.Pass(12);
        Assert.Equal(id, (await jobs.ClaimOneAsync()).Id);
    }

    [Fact]
    public async Task A_job_that_ends_its_process_each_time_fails_for_good()
    {
        var id = await LeaveBehindAsync();
        var jobs = await _folder.StartAsync(Options);
        var next = await jobs.PushAsync(key: "a");
        jobs.Pass(12);
        await jobs.ClaimOneAsync();
        await ((SqliteJobStore)jobs.Store).AbandonAsync();

        jobs = await _folder.StartAsync(Options);
        var failed = Assert.Single(await jobs.FailedAsync());
        Assert.Equal((id, 2), (failed.Id, failed.Attempts));
        Assert.Contains("ended during attempt", failed.Error, StringComparison.Ordinal);
        Assert.Equal(next, (await jobs.ClaimOneAsync()).Id);
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_takes_it_up()
    {
        var jobs = await _folder.StartAsync(Options);
        for (var i = 0; i < 50; i++) await jobs.PushAsync();
        Assert.Equal(50, (await jobs.ClaimAsync()).Count);
        await ((SqliteJobStore)jobs.Store).AbandonAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _folder.StartAsync(Options))));
        foreach (var one in all) Assert.Equal(new(50, 0, 0), await one.CountsAsync());
        Assert.Equal(6, _folder.Leases.Count());
    }

    [Fact]
    public async Task Jobs_that_still_run_when_the_store_is_stopped_stay_claimed()
    {
        var jobs = await _folder.StartAsync();
        await jobs.PushAsync();
        var job = await jobs.ClaimOneAsync();
        await jobs.Store.StopAsync();

        var other = await _folder.StartAsync();
        Assert.Equal(new(0, 1, 0), await other.CountsAsync());
        Assert.Empty(await other.ClaimAsync());
        await Assert.ThrowsAsync<JobStoreException>(async () => await jobs.Store.CompleteAsync(job)); // the store is closed
        await other.Store.CompleteAsync(job);
        Assert.Equal(new(0, 1, 0), await other.CountsAsync()); // nor may another store report its result
    }

    [Theory]
    [InlineData("EXPLAIN QUERY PLAN SELECT number, queue, attempt, key FROM jobs INDEXED BY claimed WHERE owner = 1")]
    [InlineData("EXPLAIN QUERY PLAN SELECT DISTINCT owner FROM jobs INDEXED BY claimed WHERE owner IS NOT NULL AND owner NOT IN (SELECT number FROM owners)")]
    public async Task What_was_left_behind_is_found_without_reading_the_jobs_that_wait(string sql)
    {
        await _folder.StartAsync();
        Assert.Contains("INDEX claimed (owner", _folder.Explain(sql), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_an_earlier_version_gets_what_it_lacks_and_can_go_back()
    {
        var id = await LeaveBehindAsync();
        _folder.Run("DROP INDEX claimed; ALTER TABLE store DROP COLUMN clock");
        var jobs = await _folder.StartAsync(Options);
        Assert.Equal(2, _folder.Run("SELECT (SELECT count(*) FROM sqlite_schema WHERE name = 'claimed') + (SELECT count(*) FROM pragma_table_info('store') WHERE name = 'clock')"));
        Assert.Equal(1, _folder.Run("PRAGMA user_version"));
        jobs.Pass(12);
        Assert.Equal(id, (await jobs.ClaimOneAsync()).Id);
    }

    private async Task<string> LeaveBehindAsync()
    {
        var jobs = await _folder.StartAsync(Options);
        var id = await jobs.PushAsync(key: "a");
        await jobs.ClaimOneAsync();
        await ((SqliteJobStore)jobs.Store).AbandonAsync();
        return id;
    }
}
