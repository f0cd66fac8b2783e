namespace QueueRun.Jobs.Tests.Stores;

public abstract partial class JobStoreTests
{
    private NewJob Run => Jobs.Job("digest", key: "run");

    [Fact]
    public async Task A_schedule_stands_where_it_stood_until_its_definition_changes()
    {
        var first = Jobs.Now.AddHours(1);
        Assert.Equal(first, await Store.GetScheduleAsync("digest", "hourly", first));
        Assert.Equal(first, await Store.GetScheduleAsync("digest", "hourly", first.AddHours(5)));
        Assert.Equal(first.AddDays(1), await Store.GetScheduleAsync("digest", "daily", first.AddDays(1)));
        Assert.Null(await Store.GetScheduleAsync("digest", "never", null));
        Assert.Null(await Store.GetScheduleAsync("digest", "never", first));
    }

    [Fact]
    public async Task A_schedule_is_moved_once_from_each_of_its_times()
    {
        var first = Jobs.Now.AddTicks(3);
        await Store.GetScheduleAsync("digest", "hourly", first);
        var second = first.AddHours(1);
        Assert.Equal(second, await Store.AdvanceScheduleAsync("digest", "hourly", first, second, Run, behindRunning: true));
        Assert.Equal(second, await Store.AdvanceScheduleAsync("digest", "hourly", first, first.AddHours(2), Run, behindRunning: true));
        Assert.Single(await Jobs.ClaimAsync(10, "digest"));
        Assert.Null(await Store.AdvanceScheduleAsync("digest", "hourly", second, null, null, behindRunning: true));
        Assert.Null(await Store.AdvanceScheduleAsync("digest", "hourly", second, second, Run, behindRunning: true));
        Assert.Empty(await Jobs.ClaimAsync(10, "digest"));
    }

    [Fact]
    public async Task A_schedule_that_has_become_anothers_is_left_to_him()
    {
        var due = Jobs.Now;
        await Store.GetScheduleAsync("digest", "hourly", due);
        await Store.GetScheduleAsync("digest", "daily", due);
        Assert.Null(await Store.AdvanceScheduleAsync("digest", "hourly", due, due.AddHours(1), Run, behindRunning: true));
        Assert.Null(await Store.AdvanceScheduleAsync("digest", "hourly", due.AddHours(1), due.AddHours(2), Run, behindRunning: true));
        Assert.Equal(default, await Jobs.CountsAsync("digest"));
        Assert.Equal(due, await Store.GetScheduleAsync("digest", "daily", null));
    }

    [Fact]
    public async Task A_schedule_that_is_not_there_any_more_is_defined_again()
    {
        var next = Jobs.Now.AddHours(1);
        Assert.Equal(next, await Store.AdvanceScheduleAsync("digest", "hourly", Jobs.Now, next, Run, behindRunning: true));
        Assert.Equal(new(1, 0, 0), await Jobs.CountsAsync("digest"));
        Assert.Equal(next, await Store.GetScheduleAsync("digest", "hourly", null));
    }

    [Fact]
    public async Task One_run_waits_at_most()
    {
        var due = Jobs.Now;
        await Store.GetScheduleAsync("digest", "hourly", due);
        await AdvanceAsync(behindRunning: true);
        await AdvanceAsync(behindRunning: true);
        Assert.Equal(new(1, 0, 0), await Jobs.CountsAsync("digest"));

        var running = Assert.Single(await Jobs.ClaimAsync(10, "digest"));
        await AdvanceAsync(behindRunning: false);
        Assert.Equal(new(0, 1, 0), await Jobs.CountsAsync("digest"));
        await AdvanceAsync(behindRunning: true);
        Assert.Equal(new(1, 1, 0), await Jobs.CountsAsync("digest"));
        Assert.Empty(await Jobs.ClaimAsync(10, "digest")); // behind the running one
        await Store.CompleteAsync(running);
        Assert.Single(await Jobs.ClaimAsync(10, "digest"));

        async Task AdvanceAsync(bool behindRunning)
        {
            var next = due.AddHours(1);
            Assert.Equal(next, await Store.AdvanceScheduleAsync("digest", "hourly", due, next, Run, behindRunning));
            due = next;
        }
    }
}
