using Microsoft.Extensions.Time.Testing;

namespace QueueRun.Jobs.Tests.Running;

/// <summary>No schedule can delay jobs or other schedules, whatever its times and the clock.</summary>
public sealed class SchedulerTests : IDisposable
{
    private readonly Logs _logs = new();
    private readonly LoggerFactory _logging;

    public SchedulerTests() => _logging = new([_logs]);

    public void Dispose() => _logging.Dispose();

    [Fact]
    public async Task A_schedule_that_is_always_late_has_one_turn_at_a_time()
    {
        // At every look a second has passed, and the next run is due.
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        var store = new MemoryJobStore(new(), time);
        var scheduler = Create(store, time, ("Eager", "* * * * * *", null));
        await scheduler.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await Task.Run(async () => await scheduler.RunDueAsync()).WithinLimitAsync("the schedule's turn to end");
            Assert.Equal(1, store.Counts["Eager"].Waiting);
        }
    }

    [Fact]
    public async Task A_schedule_whose_times_cannot_be_told_costs_the_others_nothing()
    {
        var time = new FakeTimeProvider(new(9999, 12, 31, 23, 30, 0, TimeSpan.Zero)); // there is no later time in Berlin
        var store = new MemoryJobStore(new(), time);
        await store.GetScheduleAsync("Right", "0 0 * * * * UTC", time.GetUtcNow());
        var scheduler = Create(store, time, ("Broken", "0 0 * * * *", "Europe/Berlin"), ("Right", "0 0 * * * *", null));
        await scheduler.StartAsync();
        Assert.Equal(time.GetUtcNow().AddMinutes(1), await scheduler.RunDueAsync());
        Assert.Equal(["Right"], store.Counts.Keys);
        Assert.Contains("The next time of Broken cannot be computed", _logs.Find("Error"), StringComparison.Ordinal);

        // It is tried again, but only after its pause.
        time.AdjustTime(new(2026, 1, 1, 0, 30, 0, TimeSpan.Zero));
        await scheduler.LookAgainAsync();
        Assert.Equal(time.GetUtcNow().AddMinutes(30), await scheduler.RunDueAsync());
    }

    private Scheduler Create(MemoryJobStore store, TimeProvider time, params (string Name, string Cron, string? Zone)[] schedules)
        => new(
            [.. schedules.Select(schedule => new ScheduleDescriptor
            {
                Name = schedule.Name, Expression = schedule.Cron, Cron = schedule.Cron, TimeZone = schedule.Zone, InvokeAsync = static _ => default,
            })],
            store, time, _logging.CreateLogger<JobRunner>());
}
