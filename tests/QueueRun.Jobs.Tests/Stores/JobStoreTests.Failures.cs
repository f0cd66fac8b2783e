namespace QueueRun.Jobs.Tests.Stores;

public abstract partial class JobStoreTests
{
    [Fact]
    public async Task A_failed_job_is_kept_with_its_error()
    {
        var id = await Jobs.PushAsync(Jobs.Job(key: "a", payload: [7]));
        var queuedAt = Jobs.Now;
        Jobs.Pass(1);
        await Store.FailAsync(await Jobs.ClaimOneAsync(), "it broke\n   at …");

        var failed = Assert.Single(await Jobs.FailedAsync());
        Assert.Equal((id, "mail", "a", "ann", 1, "it broke\n   at …"), (failed.Id, failed.Queue, failed.Key, failed.UserId, failed.Attempts, failed.Error));
        Assert.Equal((queuedAt, Jobs.Now), (failed.QueuedAt, failed.FailedAt));
        Assert.Equal([7], failed.Payload.ToArray());
        Assert.Empty(await Jobs.ClaimAsync());
    }

    [Fact]
    public async Task Failed_jobs_come_in_pages_the_newest_first()
    {
        List<string> ids = [];
        for (var i = 0; i < 5; i++) ids.Add(await Jobs.PushFailedAsync(i == 2 ? "sms" : "mail"));
        ids.Reverse();

        Assert.Equal(ids, Ids(await Jobs.FailedAsync()));
        Assert.Equal(ids[..2], Ids(await Jobs.FailedAsync(limit: 2)));
        Assert.Equal(ids[2..4], Ids(await Jobs.FailedAsync(before: ids[1], limit: 2)));
        Assert.Equal([ids[2]], Ids(await Jobs.FailedAsync("sms")));
        Assert.Equal([ids[3]], Ids(await Jobs.FailedAsync("mail", before: ids[2], limit: 1)));
        Assert.Empty(await Jobs.FailedAsync(before: ids[4]));
        Assert.Empty(await Jobs.FailedAsync(before: "no such job"));
        Assert.Empty(await Jobs.FailedAsync("no such queue"));

        static IEnumerable<string> Ids(IEnumerable<FailedJob> page) => page.Select(job => job.Id);
    }

    [Fact]
    public async Task A_failed_job_that_is_put_back_begins_anew()
    {
        var id = await Jobs.PushFailedAsync();
        var queuedAt = Jobs.Now;
        Jobs.Pass(60);
        Assert.True(await Jobs.RetryAsync(id));
        Assert.Empty(await Jobs.FailedAsync());
        Assert.False(await Jobs.RetryAsync(id));

        var job = await Jobs.ClaimOneAsync();
        Assert.Equal((id, 1, queuedAt, Jobs.Now, Jobs.Now), (job.Id, job.Attempt, job.QueuedAt, job.FirstDueAt, job.DueAt));

        // Its id stays the same, however often it fails.
        await Store.FailAsync(job, "again");
        Assert.Equal(id, Assert.Single(await Jobs.FailedAsync()).Id);
        Assert.True(await Jobs.RetryAsync(id));
        Assert.Equal(id, (await Jobs.ClaimOneAsync()).Id);
        Assert.NotEqual(id, await Jobs.PushAsync());
    }

    [Fact]
    public async Task A_failed_job_stays_failed_where_its_queue_is_full()
    {
        var id = await Jobs.PushFailedAsync();
        for (var i = 0; i < 5; i++) await Jobs.PushAsync();
        await Assert.ThrowsAsync<QueueFullException>(async () => await Jobs.RetryAsync(id));
        Assert.Equal(id, Assert.Single(await Jobs.FailedAsync()).Id);
        Assert.Equal(new(5, 0, 1), await Jobs.CountsAsync());
    }

    [Fact]
    public async Task A_failed_job_can_be_forgotten()
    {
        var id = await Jobs.PushFailedAsync();
        var waiting = await Jobs.PushAsync();
        Assert.False(await Jobs.RetryAsync(waiting));
        Assert.True(await Jobs.DeleteAsync(id));
        Assert.False(await Jobs.DeleteAsync(id));
        Assert.False(await Jobs.DeleteAsync("no such job"));
        Assert.Equal(new(1, 0, 0), await Jobs.CountsAsync());
    }

    [Fact]
    public async Task Old_failures_are_forgotten()
    {
        await Jobs.PushFailedAsync();
        await Jobs.PushFailedAsync("sms");
        Jobs.Pass(10);
        var young = await Jobs.PushFailedAsync();
        await Store.PruneAsync(Jobs.Now);

        Assert.Equal(young, Assert.Single(await Jobs.FailedAsync()).Id);
        Assert.Equal(new(0, 0, 1), await Jobs.CountsAsync());
        Assert.Equal(default, await Jobs.CountsAsync("sms"));
    }
}
