using Microsoft.Extensions.DependencyInjection;
using QueueRun.Testing;

namespace QueueRun.Jobs.Tests.Running;

/// <summary>Schedules, in UTC and elsewhere, missed and not. On a clock that the tests move.</summary>
public sealed class ScheduleTests : Running, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("queuerun-schedules-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_runs_at_each_of_its_times()
    {
        await Sockets.AdvanceAsync(TimeSpan.FromHours(3.5));
        Assert.Equal(["3600: hourly 1", "5400: at night 1", "7200: hourly 1", "10800: hourly 1"], Record.Lines);
    }

    [Fact]
    public async Task It_says_when_it_runs_next_through_the_change_of_the_clocks()
    {
        var schedules = await Admin.GetSchedulesAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["AtNight", "Digest", "Hourly", "Unaddressed"], schedules.Select(schedule => schedule.Name.Split('.')[^1]));
        Assert.Equal((Midnight.AddHours(1), "0 * * * *", "UTC"), (schedules[2].NextDue, schedules[2].Expression, schedules[2].TimeZone));

        // On the 29th of March 2026 there is no half past two in Berlin: the clock jumps from two to three.
        Assert.Equal(
            ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30", "2026-03-31T00:30", "2026-04-01T00:30"],
            schedules[0].Upcoming.Select(due => due.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", null)));
        Assert.Equal(schedules[0].NextDue, schedules[0].Upcoming[0]);
    }

    [Fact]
    public async Task What_it_missed_while_it_ran_is_one_run()
    {
        await using var host = await StartAsync(options => options.JobTimeout = TimeSpan.FromHours(10));
        var (record, time) = (host.Services.GetRequiredService<Record>(), host.Services.GetRequiredService<TimeProvider>());
        record.Do = (_, name, token) => name == "hourly" && record.Lines.Length == 1 ? Task.Delay(TimeSpan.FromHours(3.5), time, token) : Task.CompletedTask;
        await host.Sockets.AdvanceAsync(TimeSpan.FromHours(4.4));
        Assert.Equal(["3600: hourly 1", "5400: at night 1"], record.Lines);
        await host.Sockets.AdvanceAsync(TimeSpan.FromHours(0.2));
        Assert.Equal(["3600: hourly 1", "5400: at night 1", "16200: hourly 1"], record.Lines);
        await host.Sockets.AdvanceAsync(TimeSpan.FromHours(0.9));
        Assert.Equal("18000: hourly 1", record.Lines[^1]);
    }

    [Fact]
    public async Task What_was_missed_while_no_program_ran_runs_once_or_not_at_all()
    {
        await using (var host = await StartWithFileAsync(Midnight))
            await host.Sockets.AdvanceAsync(TimeSpan.FromHours(1));

        var due = new List<DateTimeOffset>();
        await using var next = await StartWithFileAsync(Midnight.AddHours(5.5));
        var record = next.Services.GetRequiredService<Record>();
        record.Do = (job, _, _) =>
        {
            due.Add(job.DueAt);
            return Task.CompletedTask;
        };
        await WaitForAsync(record, 1);
        Assert.Equal(["0: hourly 1"], record.Lines); // the run of two o'clock; the one of half past one at night is skipped
        await next.Sockets.AdvanceAsync(TimeSpan.FromHours(1));
        await WaitForAsync(record, 2);
        Assert.Equal(["0: hourly 1", "1800: hourly 1"], record.Lines);
        Assert.Equal(Midnight.AddHours(6), due[^1]);
    }

    [Fact]
    public async Task Among_processes_that_share_a_store_it_runs_once()
    {
        await using var one = await StartWithFileAsync(Midnight);
        await using var other = await StartWithFileAsync(Midnight);
        await Task.WhenAll(one.Sockets.AdvanceAsync(TimeSpan.FromHours(1)), other.Sockets.AdvanceAsync(TimeSpan.FromHours(1)));
        var (mine, others) = (one.Services.GetRequiredService<Record>(), other.Services.GetRequiredService<Record>());
        await Patience.EventuallyAsync(() => mine.Lines.Length + others.Lines.Length >= 1);
        await Task.WhenAll(one.Sockets.AdvanceAsync(TimeSpan.FromHours(1)), other.Sockets.AdvanceAsync(TimeSpan.FromHours(1)));
        await Patience.EventuallyAsync(() => mine.Lines.Length + others.Lines.Length >= 3);
        Assert.Equal(
            ["at night 1", "hourly 1", "hourly 1"], mine.Lines.Concat(others.Lines).Select(line => line.Split(": ")[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Services_may_push_from_when_the_first_starts_until_the_last_has_stopped()
    {
        var pushed = new List<string>();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService>(
            provider => new EarlyAndLate(provider.GetRequiredService<IQueues>(), pushed)); // before QueueRun's own
        builder.Services.AddQueueRun().AddSqlite($"Data Source={Path.Combine(_folder, "early.db")}");
        builder.Services.AddSingleton<Record>();
        using var host = builder.Build();
        var tooEarly = await Assert.ThrowsAsync<JobStoreException>(
            () => host.Services.GetRequiredService<IQueues>().PushAsync(new Work("too early"), cancellationToken: TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("start the program first", tooEarly.Message, StringComparison.Ordinal);
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, pushed.Count);
    }

    private sealed class EarlyAndLate(IQueues queues, List<string> pushed) : Microsoft.Extensions.Hosting.IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken) => pushed.Add(await queues.PushAsync(new Work("early"), cancellationToken: cancellationToken));

        public async Task StopAsync(CancellationToken cancellationToken) => pushed.Add(await queues.PushAsync(new Work("late"), cancellationToken: cancellationToken));
    }

    private Task<TestSocketHost> StartWithFileAsync(DateTimeOffset now)
        => StartAsync(extend: queueRun => queueRun.AddSqlite($"Data Source={Path.Combine(_folder, "jobs.db")}"), now: now);

    /// <summary>A store on disk needs real time, even while the clock stands still.</summary>
    private static Task WaitForAsync(Record record, int lines) => Patience.EventuallyAsync(() => record.Lines.Length >= lines);
}
