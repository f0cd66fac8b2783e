namespace QueueRun.Jobs.Tests.Stores;

public abstract partial class JobStoreTests
{
    [Fact]
    public async Task A_full_queue_takes_no_more_and_others_do()
    {
        for (var i = 0; i < 5; i++) await Jobs.PushAsync(delay: i);
        var error = await Assert.ThrowsAsync<QueueFullException>(() => Jobs.PushAsync());
        Assert.Equal(("mail", 5), (error.Queue, error.MaxWaitingJobs));
        await Jobs.PushAsync("sms");

        var job = await Jobs.ClaimOneAsync();
        await Jobs.PushAsync(); // a running job does not wait
        await Store.ReleaseAsync(job, Jobs.Now, countsAttempt: true); // and may always wait again
        Assert.Equal(new(6, 0, 0), await Jobs.CountsAsync());
    }

    [Fact]
    public async Task Of_pushes_at_once_as_many_are_taken_as_have_room()
    {
        var pushes = Enumerable.Range(0, 20).Select(_ => Jobs.PushAsync()).ToArray();
        await Task.WhenAll(pushes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(5, pushes.Count(push => push.IsCompletedSuccessfully));
        Assert.All(pushes.Where(push => push.IsFaulted), push => Assert.IsType<QueueFullException>(push.Exception!.InnerException));
        Assert.Equal(pushes[..5].Select(push => push.Result), await Jobs.ClaimIdsAsync());
    }

    [Fact]
    public async Task A_repeated_push_is_ignored_for_five_minutes_whatever_became_of_the_first()
    {
        var id = await Jobs.PushAsync(repeats: "x");
        await Store.CompleteAsync(await Jobs.ClaimOneAsync());
        Jobs.Pass(299);
        Assert.Equal(id, await Jobs.PushAsync(repeats: "x"));
        Assert.Empty(await Jobs.ClaimAsync());

        Assert.NotEqual(id, await Jobs.PushAsync("sms", repeats: "x"));
        Assert.NotEqual(id, await Jobs.PushAsync(repeats: "X"));
        Jobs.Pass(1);
        Assert.NotEqual(id, await Jobs.PushAsync(repeats: "x"));
        Assert.Equal(new(2, 0, 0), await Jobs.CountsAsync());
    }

    [Fact]
    public async Task A_repeat_is_ignored_where_the_queue_is_full_too()
    {
        var id = await Jobs.PushAsync(repeats: "x");
        for (var i = 1; i < 5; i++) await Jobs.PushAsync();
        Assert.Equal(id, await Jobs.PushAsync(repeats: "x"));
    }

    [Fact]
    public async Task A_push_that_was_refused_is_not_remembered()
    {
        for (var i = 0; i < 5; i++) await Jobs.PushAsync();
        await Assert.ThrowsAsync<QueueFullException>(() => Jobs.PushAsync(repeats: "x"));
        foreach (var job in await Jobs.ClaimAsync()) await Store.CompleteAsync(job);
        await Jobs.PushAsync(repeats: "x");
        Assert.Single(await Jobs.ClaimAsync());
    }
}
