using Microsoft.Extensions.Time.Testing;

namespace QueueRun.Jobs.Tests.Stores;

/// <summary>The behaviour of every store.</summary>
public abstract partial class JobStoreTests : IAsyncLifetime
{
    private protected QueueRunOptions Options { get; } = new() { MaxWaitingJobs = 5 };

    private protected StoreFixture Jobs { get; private set; } = null!;

    private protected IJobStore Store => Jobs.Store;

    private protected abstract IJobStore Create(QueueRunOptions options, TimeProvider time);

    public async ValueTask InitializeAsync()
    {
        var time = new FakeTimeProvider();
        Jobs = new(Create(Options, time), time);
        await Jobs.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Store.StopAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_claimed_job_is_what_was_pushed()
    {
        var pushed = new NewJob("mail", "key \0 é", null, "ann", new byte[] { 0, 255 }, Jobs.Now, Jobs.Now.AddTicks(1), "00-trace", "a=b");
        var id = await Jobs.PushAsync(pushed);
        Jobs.Pass(1);

        var job = await Jobs.ClaimOneAsync();
        Assert.Equal((id, "mail", "key \0 é", "ann", 1), (job.Id, job.Queue, job.Key, job.UserId, job.Attempt));
        Assert.Equal((pushed.QueuedAt, pushed.DueAt, pushed.DueAt), (job.QueuedAt, job.FirstDueAt, job.DueAt));
        Assert.Equal(("00-trace", "a=b"), (job.TraceParent, job.TraceState));
        Assert.Equal([0, 255], job.Payload.ToArray());
    }

    [Fact]
    public async Task What_a_job_does_not_have_is_null_and_its_payload_may_be_empty()
    {
        await Jobs.PushAsync(new("mail", null, null, null, default, Jobs.Now, Jobs.Now, null, null));

        var job = await Jobs.ClaimOneAsync();
        Assert.Equal((null, null, null, null, 0), (job.Key, job.UserId, job.TraceParent, job.TraceState, job.Payload.Length));
    }

    [Fact]
    public async Task Jobs_are_claimed_in_the_order_in_which_they_are_due_then_were_pushed()
    {
        var later = await Jobs.PushAsync(delay: 2);
        var first = await Jobs.PushAsync();
        var second = await Jobs.PushAsync("sms");
        var third = await Jobs.PushAsync();
        Jobs.Pass(2);

        Assert.Equal([first, second], await Jobs.ClaimIdsAsync(2, "mail", "sms"));
        Assert.Equal([third, later], await Jobs.ClaimIdsAsync(2, "mail", "sms"));
        Assert.Empty(await Jobs.ClaimIdsAsync(2, "mail", "sms"));
    }

    [Fact]
    public async Task Claiming_says_when_the_next_is_due()
    {
        Assert.Null((await Store.ClaimAsync(["mail"], 1)).NextDue);

        await Jobs.PushAsync("sms", delay: 5);
        await Jobs.PushAsync(delay: 9);
        Assert.Equal(Jobs.Now.AddSeconds(5), (await Store.ClaimAsync(["mail", "sms"], 1)).NextDue);
        Assert.Equal(Jobs.Now.AddSeconds(9), (await Store.ClaimAsync(["mail"], 1)).NextDue);

        await Jobs.PushAsync();
        await Jobs.PushAsync();
        Assert.Equal(Jobs.Now, (await Store.ClaimAsync(["mail"], 1)).NextDue);
        Assert.Equal(Jobs.Now.AddSeconds(9), (await Store.ClaimAsync(["mail"], 1)).NextDue);
    }

    [Fact]
    public async Task A_job_waits_for_its_time()
    {
        await Jobs.PushAsync(delay: 10);
        Jobs.Pass(9.999);
        Assert.Empty(await Jobs.ClaimAsync());
        Jobs.Pass(0.001);
        Assert.Single(await Jobs.ClaimAsync());
    }

    [Fact]
    public async Task Queues_that_are_not_named_are_not_touched()
    {
        await Jobs.PushAsync("unknown");
        var known = await Jobs.PushAsync();

        Assert.Equal([known], await Jobs.ClaimIdsAsync(10, "mail", "never"));
        Assert.Equal(new(1, 0, 0), await Jobs.CountsAsync("unknown"));
    }

    [Fact]
    public async Task A_released_job_waits_again()
    {
        var id = await Jobs.PushAsync();
        var job = await Jobs.ClaimOneAsync();
        await Store.ReleaseAsync(job, Jobs.Now.AddSeconds(3), countsAttempt: true);
        Assert.Empty(await Jobs.ClaimAsync());
        Jobs.Pass(3);

        var again = await Jobs.ClaimOneAsync();
        Assert.Equal((id, 2, job.FirstDueAt, Jobs.Now), (again.Id, again.Attempt, again.FirstDueAt, again.DueAt));

        await Store.ReleaseAsync(again, Jobs.Now, countsAttempt: false);
        Assert.Equal(2, (await Jobs.ClaimOneAsync()).Attempt);
    }

    [Fact]
    public async Task Counts_follow_every_step()
    {
        await Jobs.PushAsync();
        await Jobs.PushAsync(key: "a");
        await Jobs.PushAsync(key: "a");
        Assert.Equal(new(3, 0, 0), await CountAsync());

        var claimed = await Jobs.ClaimAsync();
        Assert.Equal(new(1, 2, 0), await CountAsync());

        await Store.CompleteAsync(claimed[0]);
        await Store.FailAsync(claimed[1], "it broke");
        Assert.Equal(new(1, 0, 1), await CountAsync());

        await Jobs.RetryAsync(claimed[1].Id);
        Assert.Equal(new(2, 0, 0), await CountAsync());

        async Task<QueueCounts> CountAsync()
        {
            var counts = await Jobs.CountsAsync();
            Assert.Equal(counts, Store.Counts["mail"]);
            Assert.Same(Store.Counts, Store.Counts);
            return counts;
        }
    }

    [Fact]
    public async Task A_queue_that_was_emptied_is_still_counted()
    {
        await Jobs.PushAsync();
        await Store.CompleteAsync(await Jobs.ClaimOneAsync());
        Assert.Equal(default, Store.Counts["mail"]);
    }

    [Fact]
    public async Task A_job_that_waits_can_be_taken_out_and_one_that_runs_cannot()
    {
        var plain = await Jobs.PushAsync(delay: 1);
        var id = await Jobs.PushFailedAsync();
        await Jobs.RetryAsync(id); // it has another number now
        Assert.True(await Jobs.DeleteAsync(plain));
        Assert.True(await Jobs.DeleteAsync(id));
        Assert.False(await Jobs.DeleteAsync(id));
        Assert.Equal(default, await Jobs.CountsAsync());

        await Jobs.PushAsync();
        var job = await Jobs.ClaimOneAsync();
        Assert.False(await Jobs.DeleteAsync(job.Id));
        Assert.Equal(new(0, 1, 0), await Jobs.CountsAsync());
        await Store.CompleteAsync(job);
        Assert.False(await Jobs.DeleteAsync(job.Id));
    }

    [Fact]
    public async Task It_says_when_a_job_may_be_claimable()
    {
        await Says(async () => await Jobs.PushAsync(key: "a"));
        await Says(async () => await Jobs.PushAsync(delay: 5));
        await Jobs.PushAsync(key: "a");
        var job = await Jobs.ClaimOneAsync();
        await Says(async () => await Store.ReleaseAsync(job, Jobs.Now, countsAttempt: true));
        var again = await Jobs.ClaimOneAsync();
        await Says(async () => await Store.FailAsync(again, "it broke"));
        var next = await Jobs.ClaimOneAsync();
        await Jobs.PushAsync(key: "a");
        await Says(async () => await Store.CompleteAsync(next));
        await Says(async () => await Jobs.RetryAsync(await Jobs.PushFailedAsync("sms")));
        var head = await Jobs.PushAsync(key: "b");
        await Jobs.PushAsync(key: "b");
        await Says(async () => await Jobs.DeleteAsync(head));

        async Task Says(Func<Task> step)
        {
            var before = Jobs.Changes;
            await step();
            Assert.True(Jobs.Changes > before);
        }
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_is_not_done()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.PushAsync(Jobs.Job(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.CountAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.GetFailedAsync(null, null, 1, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.RetryAsync("x", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.DeleteAsync("x", cancelled));
        Assert.Empty(await Jobs.ClaimAsync());
    }

    [Fact]
    public async Task It_may_be_stopped_twice()
    {
        await Store.StopAsync();
        await Store.StopAsync();
    }
}
