namespace QueueRun.Jobs.Tests.Stores;

public abstract partial class JobStoreTests
{
    [Fact]
    public async Task Jobs_of_a_key_go_one_after_another()
    {
        var first = await Jobs.PushAsync(key: "a");
        var second = await Jobs.PushAsync(key: "a");
        var other = await Jobs.PushAsync(key: "b");
        var elsewhere = await Jobs.PushAsync("sms", key: "a");

        var claimed = await Jobs.ClaimAsync(10, "mail", "sms");
        Assert.Equal([first, other, elsewhere], claimed.Select(job => job.Id));
        Assert.Empty(await Jobs.ClaimAsync());
        await Store.CompleteAsync(claimed[1]);
        Assert.Empty(await Jobs.ClaimAsync());
        await Store.CompleteAsync(claimed[0]);
        Assert.Equal([second], await Jobs.ClaimIdsAsync());
    }

    [Fact]
    public async Task A_delayed_job_holds_up_those_behind_it()
    {
        var first = await Jobs.PushAsync(key: "a", delay: 10);
        var second = await Jobs.PushAsync(key: "a");
        Assert.Equal(Jobs.Now.AddSeconds(10), (await Store.ClaimAsync(["mail"], 9)).NextDue);
        Jobs.Pass(10);
        var job = await Jobs.ClaimOneAsync();
        Assert.Equal(first, job.Id);
        await Store.CompleteAsync(job);
        Assert.Equal([second], await Jobs.ClaimIdsAsync());
    }

    [Fact]
    public async Task A_job_that_is_tried_again_stays_the_first()
    {
        var first = await Jobs.PushAsync(key: "a");
        var second = await Jobs.PushAsync(key: "a");
        await Store.ReleaseAsync(await Jobs.ClaimOneAsync(), Jobs.Now.AddSeconds(10), countsAttempt: true);
        Assert.Empty(await Jobs.ClaimAsync());
        Jobs.Pass(10);
        var again = await Jobs.ClaimOneAsync();
        Assert.Equal(first, again.Id);
        await Store.CompleteAsync(again);
        Assert.Equal([second], await Jobs.ClaimIdsAsync());
    }

    [Fact]
    public async Task A_job_that_is_taken_out_holds_up_nobody()
    {
        var first = await Jobs.PushAsync(key: "a", delay: 10);
        var second = await Jobs.PushAsync(key: "a");
        var third = await Jobs.PushAsync(key: "a");
        var fourth = await Jobs.PushAsync(key: "a");
        Assert.True(await Jobs.DeleteAsync(second));
        Assert.Empty(await Jobs.ClaimAsync());
        Assert.True(await Jobs.DeleteAsync(first));

        var job = await Jobs.ClaimOneAsync();
        Assert.Equal(third, job.Id);
        Assert.Equal(new(1, 1, 0), await Jobs.CountsAsync());
        await Store.CompleteAsync(job);
        Assert.Equal([fourth], await Jobs.ClaimIdsAsync());
    }

    [Fact]
    public async Task A_job_that_has_failed_holds_up_nobody()
    {
        var first = await Jobs.PushAsync(key: "a");
        var second = await Jobs.PushAsync(key: "a");
        await Store.FailAsync(await Jobs.ClaimOneAsync(), "it broke");
        var job = await Jobs.ClaimOneAsync();
        Assert.Equal(second, job.Id);

        // After it is put back, it is the last of its key: behind the running job and the waiting one.
        var third = await Jobs.PushAsync(key: "a");
        Assert.True(await Jobs.RetryAsync(first));
        Assert.Empty(await Jobs.ClaimAsync());
        await Store.CompleteAsync(job);
        var next = await Jobs.ClaimOneAsync();
        Assert.Equal(third, next.Id);
        await Store.CompleteAsync(next);
        Assert.Equal([first], await Jobs.ClaimIdsAsync());
    }
}
