namespace QueueRun.Jobs.Tests.Stores;

public abstract partial class JobStoreTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_job_that_was_delayed_while_the_clock_was_ahead_waits_for_its_delay()
    {
        var right = await Jobs.PushAsync(delay: 1800);
        await WhileAheadAsync(() => Jobs.PushAsync(delay: 60), () => Jobs.PushAsync("sms", key: "a"), () => Jobs.PushAsync("sms", key: "a", delay: 60));
        Jobs.Pass(59.9);
        Assert.Empty(await Jobs.ClaimAsync());
        Assert.Equal(Jobs.Now.AddSeconds(0.1), (await Store.ClaimAsync(["mail"], 1)).NextDue);

        // A job behind another of its key waits at most from the time when it becomes the first.
        await Store.CompleteAsync(Assert.Single(await Jobs.ClaimAsync(10, "sms")));
        Jobs.Pass(60);
        Assert.Single(await Jobs.ClaimAsync(10, "sms"));
        Assert.NotEqual(right, (await Jobs.ClaimOneAsync()).Id);
        Jobs.Pass(1800 - 119.9);
        Assert.Equal([right], await Jobs.ClaimIdsAsync()); // its time was right
    }

    [Fact]
    public async Task A_job_that_failed_while_the_clock_was_ahead_is_tried_again_after_its_delay()
    {
        Options.RetryDelay = TimeSpan.FromSeconds(10);
        await Jobs.PushAsync();
        await WhileAheadAsync(async () =>
        {
            var job = await Jobs.ClaimOneAsync();
            await Store.ReleaseAsync(job, Jobs.Now.AddSeconds(9), countsAttempt: true);
        });
        Jobs.Pass(12); // and a fifth
        Assert.Equal(2, (await Jobs.ClaimOneAsync()).Attempt);
    }

    [Fact]
    public async Task A_job_that_was_put_back_by_hand_while_the_clock_was_ahead_is_due()
    {
        var id = await Jobs.PushFailedAsync();
        await WhileAheadAsync(() => Jobs.RetryAsync(id));
        Assert.Equal([id], await Jobs.ClaimIdsAsync());
    }

    [Fact]
    public async Task A_push_while_the_clock_was_ahead_is_known_for_five_minutes()
    {
        var id = "";
        await WhileAheadAsync(async () => id = await Jobs.PushAsync(repeats: "x"));
        Jobs.Pass(299);
        Assert.Equal(id, await Jobs.PushAsync(repeats: "x"));
        Jobs.Pass(1);
        Assert.NotEqual(id, await Jobs.PushAsync(repeats: "x"));
    }

    [Fact]
    public async Task A_job_that_failed_for_good_while_the_clock_was_ahead_is_kept_no_longer_than_others()
    {
        var id = "";
        await WhileAheadAsync(async () => id = await Jobs.PushFailedAsync());
        Assert.Equal(Jobs.Now, (await Jobs.FailedAsync())[0].FailedAt);
        await Store.PruneAsync(Jobs.Now.AddSeconds(1));
        Assert.Empty(await Jobs.FailedAsync());
    }

    [Fact]
    public async Task A_schedule_can_be_put_back_and_into_being()
    {
        await Store.GetScheduleAsync("digest", "hourly", null);
        Assert.Equal(Jobs.Now, await Store.AdvanceScheduleAsync("digest", "hourly", null, Jobs.Now, null, behindRunning: true));
        Assert.Equal(Jobs.Now - Hour, await Store.AdvanceScheduleAsync("digest", "hourly", Jobs.Now, Jobs.Now - Hour, null, behindRunning: true));
        Assert.Equal(Jobs.Now - Hour, await Store.AdvanceScheduleAsync("digest", "hourly", null, Jobs.Now, Run, behindRunning: true));
        Assert.Equal(default, await Jobs.CountsAsync("digest"));
    }

    /// <summary>Runs steps while the clock is an hour ahead; then sets it back, and calls the store.</summary>
    private async Task WhileAheadAsync(params Func<Task>[] steps)
    {
        var before = Jobs.Now;
        Jobs.Time.AdjustTime(before + Hour);
        foreach (var step in steps) await step();
        Jobs.Time.AdjustTime(before);
        await Store.ShortenWaitsAsync();
    }
}
