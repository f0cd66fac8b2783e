using System.Collections.Concurrent;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>Several stores on one file, as in several processes.</summary>
public sealed class SharingTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_job_is_claimed_twice()
    {
        const int Count = 1500;
        var stores = new[] { await _folder.StartAsync(), await _folder.StartAsync(), await _folder.StartAsync() };
        var seen = new ConcurrentBag<string>();
        var pushes = Enumerable.Range(0, Count).Select(i => stores[i % 3].PushAsync(key: i % 2 == 0 ? $"key {i % 20}" : null)).ToArray();
        await Task.WhenAll(stores.Select(jobs => Task.Run(async () =>
        {
            while (seen.Count < Count)
            {
                foreach (var job in await jobs.ClaimAsync(20))
                {
                    seen.Add(job.Id);
                    await jobs.Store.CompleteAsync(job);
                }
            }
        }))).WithinLimitAsync("every job to be done");

        var ids = await Task.WhenAll(pushes);
        Assert.Equal(ids.Order(), seen.Order());
        Assert.Equal(default, await stores[0].CountsAsync());
    }

    [Fact]
    public async Task What_one_does_the_others_see()
    {
        var (one, other) = (await _folder.StartAsync(), await _folder.StartAsync());
        var before = other.Changes;
        var id = await one.PushAsync();

        await Patience.EventuallyAsync(() => Task.FromResult(other.Changes), changes => changes > before);
        Assert.Equal(new(1, 0, 0), other.Store.Counts["mail"]);
        Assert.Equal(id, (await other.ClaimOneAsync()).Id);
        Assert.Empty(await one.ClaimAsync());
    }

    [Fact]
    public async Task Keys_repeats_limits_and_schedules_are_one_for_all()
    {
        var options = new QueueRunOptions { MaxWaitingJobs = 2 };
        var (one, other) = (await _folder.StartAsync(options), await _folder.StartAsync(options));
        var first = await one.PushAsync(key: "a", repeats: "x");
        Assert.Equal(first, await other.PushAsync(key: "a", repeats: "x"));
        var second = await other.PushAsync(key: "a");
        await Assert.ThrowsAsync<QueueFullException>(() => one.PushAsync());

        var job = await other.ClaimOneAsync();
        Assert.Equal(first, job.Id);
        Assert.Empty(await one.ClaimAsync());
        await other.Store.CompleteAsync(job);
        Assert.Equal(second, (await one.ClaimOneAsync()).Id);

        var due = one.Now;
        await one.Store.GetScheduleAsync("digest", "hourly", due);
        await other.Store.GetScheduleAsync("digest", "hourly", due.AddDays(1));
        await one.Store.AdvanceScheduleAsync("digest", "hourly", due, due.AddHours(1), one.Job("digest"), behindRunning: true);
        Assert.Equal(
            due.AddHours(1),
            await other.Store.AdvanceScheduleAsync("digest", "hourly", due, due.AddHours(2), one.Job("digest"), behindRunning: true));
        Assert.Equal(new(1, 0, 0), await other.CountsAsync("digest"));
    }

    [Fact]
    public async Task A_link_to_the_file_is_the_file()
    {
        var one = await _folder.StartAsync();
        await one.PushAsync();
        await one.ClaimOneAsync();
        using var elsewhere = new StoreFolder();
        File.CreateSymbolicLink(elsewhere.Database, _folder.Database);

        var other = await elsewhere.StartAsync();
        Assert.Equal(_folder.Database, other.Store.Location);
        Assert.Equal(new(0, 1, 0), await other.CountsAsync());
        Assert.Empty(elsewhere.Leases);
    }

    [Fact]
    public async Task Everything_is_there_when_it_is_opened_again()
    {
        var jobs = await _folder.StartAsync();
        var failed = await jobs.PushFailedAsync();
        await jobs.RetryAsync(await jobs.PushFailedAsync("sms"));
        var first = await jobs.PushAsync(key: "a", repeats: "x");
        var second = await jobs.PushAsync(key: "a");
        await jobs.Store.GetScheduleAsync("digest", "hourly", jobs.Now);
        await jobs.Store.StopAsync();
        // Everything is in the one file.
        Assert.Equal([_folder.Database], Directory.EnumerateFiles(Path.GetDirectoryName(_folder.Database)!));

        jobs = await _folder.StartAsync();
        Assert.Equal(new(2, 0, 1), jobs.Store.Counts["mail"]);
        Assert.Equal(new(1, 0, 0), jobs.Store.Counts["sms"]);
        Assert.Equal(failed, Assert.Single(await jobs.FailedAsync()).Id);
        Assert.Equal(first, await jobs.PushAsync(key: "a", repeats: "x"));
        var job = await jobs.ClaimOneAsync();
        Assert.Equal(first, job.Id);
        await jobs.Store.CompleteAsync(job);
        Assert.Equal(second, (await jobs.ClaimOneAsync()).Id);
        Assert.Equal(jobs.Now, await jobs.Store.GetScheduleAsync("digest", "hourly", null));
        Assert.DoesNotContain(await jobs.PushAsync(), new[] { failed, first, second });
    }

    [Fact]
    public async Task Many_may_start_at_once_where_there_is_no_file_yet()
    {
        for (var round = 0; round < 12; round++)
        {
            using var folder = new StoreFolder();
            var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => folder.StartAsync())));
            await all[0].PushAsync();
            Assert.Single(await all[^1].ClaimAsync());
        }
    }

    [Fact]
    public async Task A_queue_that_others_have_emptied_is_still_counted()
    {
        var (one, other) = (await _folder.StartAsync(), await _folder.StartAsync());
        await one.PushAsync();
        await Patience.EventuallyAsync(() => Task.FromResult(other.Store.Counts), counts => counts.ContainsKey("mail"));
        await one.Store.CompleteAsync(await one.ClaimOneAsync());
        await Patience.EventuallyAsync(() => Task.FromResult(other.Store.Counts["mail"]), counts => counts == default);
    }

    [Fact]
    public async Task What_is_in_a_file_that_was_put_in_place_is_told()
    {
        using var elsewhere = new StoreFolder();
        var copy = await elsewhere.StartAsync();
        var id = await copy.PushAsync();
        await copy.Store.StopAsync();

        var jobs = await _folder.StartAsync();
        Remove();
        await Patience.EventuallyAsync(() => Task.FromResult(jobs.Store.IsInTrouble), isInTrouble => isInTrouble); // without any operation
        var before = jobs.Changes;
        File.Move(elsewhere.Database, _folder.Database);
        await Patience.EventuallyAsync(() => Task.FromResult(jobs.Changes), changes => changes > before);
        Assert.False(jobs.Store.IsInTrouble);
        Assert.Equal(new(1, 0, 0), jobs.Store.Counts["mail"]);
        Assert.Equal(id, (await jobs.ClaimOneAsync()).Id);
    }

    [Fact]
    public async Task Ids_do_not_come_back_with_an_older_copy()
    {
        var copy = _folder.Database + ".copy";
        var jobs = await _folder.StartAsync();
        List<string> ids = [await jobs.PushAsync()];
        await jobs.Store.StopAsync();
        File.Copy(_folder.Database, copy);

        jobs = await _folder.StartAsync();
        ids.Add(await jobs.PushAsync());
        await jobs.Store.StopAsync();
        File.Move(copy, _folder.Database, overwrite: true);
        ids.Add(await (await _folder.StartAsync()).PushAsync());
        Assert.Equal(3, ids.Distinct().Count());
    }

    private void Remove()
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(_folder.Database)!, "jobs.db*"))
        {
            if (!_folder.Leases.Contains(file)) File.Delete(file);
        }
    }
}
