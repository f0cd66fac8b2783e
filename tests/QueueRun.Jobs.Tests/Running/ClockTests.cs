using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace QueueRun.Jobs.Tests.Running;

/// <summary>A clock that is an hour ahead for a while, and is then corrected: no job and no schedule waits for that hour.</summary>
public sealed class ClockTests : IDisposable
{
    private static readonly DateTimeOffset HalfPastEleven = new(2026, 3, 28, 11, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("queuerun-clock-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Schedules_and_delayed_jobs_go_on(bool inFile)
    {
        await using var program = await Program.StartAsync(HalfPastEleven, inFile ? _folder : null);
        program.Time.AdjustTime(HalfPastEleven + Hour);
        await program.PushAsync("later", TimeSpan.FromMinutes(5));
        await program.SeesAsync("hourly 12:00"); // it runs for the missed times, since the clock's time seems right

        program.Time.AdjustTime(HalfPastEleven + TimeSpan.FromSeconds(40));
        program.Time.Advance(TimeSpan.FromSeconds(30)); // no event: the runner looks at the clock by itself
        await program.LogsAsync("The clock has gone back by 00:5");
        await program.LogsAsync("Hourly was due at 03/28/2026 13:00:00 +00:00 because the clock had been ahead: its next run is at 03/28/2026 12:00:00 +00:00");

        program.Time.Advance(TimeSpan.FromMinutes(5));
        await program.SeesAsync("later");
        program.Time.Advance(TimeSpan.FromMinutes(25));
        await program.SeesAsync("hourly 12:00", times: 2);
        program.Time.Advance(Hour);
        await program.SeesAsync("hourly 13:00");
    }

    [Fact]
    public async Task What_was_stored_before_a_restart_is_put_right_too()
    {
        await using (var ahead = await Program.StartAsync(HalfPastEleven, _folder))
        {
            ahead.Time.AdjustTime(HalfPastEleven + Hour);
            await ahead.PushAsync("later", TimeSpan.FromMinutes(5));
            await ahead.SeesAsync("hourly 12:00");
        }

        await using var program = await Program.StartAsync(HalfPastEleven, _folder);
        await program.LogsAsync("The clock has gone back");
        program.Time.Advance(TimeSpan.FromMinutes(6));
        await program.SeesAsync("later");
        program.Time.Advance(TimeSpan.FromMinutes(25));
        await program.SeesAsync("hourly 12:00");
    }

    [Fact]
    public async Task A_clock_that_is_set_back_by_seconds_runs_nothing_twice()
    {
        await using var program = await Program.StartAsync(HalfPastEleven, null);
        program.Time.Advance(TimeSpan.FromMinutes(30));
        await program.SeesAsync("hourly 12:00");
        program.Time.AdjustTime(HalfPastEleven + TimeSpan.FromMinutes(29.5));
        await program.PushAsync("look", TimeSpan.Zero);
        await program.SeesAsync("look");
        program.Time.Advance(TimeSpan.FromMinutes(60.5));
        await program.SeesAsync("hourly 13:00");
        Assert.Single(program.Seen, "hourly 12:00");
        Assert.Equal("", program.Logs.Find("has gone back"));
    }

    /// <summary>A program whose clock the test sets.</summary>
    private sealed class Program(IHost host, FakeTimeProvider time, Logs logs) : IAsyncDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _seen = new();

        public FakeTimeProvider Time => time;

        public Logs Logs => logs;

        public IEnumerable<string> Seen => _seen;

        public static async Task<Program> StartAsync(DateTimeOffset now, string? folder)
        {
            var (time, logs) = (new FakeTimeProvider(now), new Logs());
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Logging.AddProvider(logs);
            var queueRun = builder.Services.AddQueueRun();
            if (folder is not null) queueRun.AddSqlite($"Data Source={Path.Combine(folder, "jobs.db")}");
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
            builder.Services.AddSingleton<Record>();
            var program = new Program(builder.Build(), time, logs);
            program.Watch();
            await program.StartAsync();
            return program;
        }

        public async Task PushAsync(string name, TimeSpan delay)
            => await host.Services.GetRequiredService<IQueues>().PushAsync(new Work(name), new() { Delay = delay });

        public async Task SeesAsync(string what, int times = 1)
            => await Patience.EventuallyAsync(
                () => Task.FromResult(_seen.ToArray()), seen => seen.Count(line => line == what) == times, seen => string.Join(", ", seen));

        public async Task LogsAsync(string what) => await Patience.EventuallyAsync(() => Task.FromResult(logs.Find(what)), found => found.Length > 0);

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            host.Dispose();
            logs.Dispose();
        }

        private Task StartAsync() => host.StartAsync();

        private void Watch() => host.Services.GetRequiredService<Record>().Do = (job, name, _) =>
        {
            _seen.Enqueue(name == "hourly" ? FormattableString.Invariant($"hourly {job.DueAt:HH:mm}") : name);
            return Task.CompletedTask;
        };
    }
}
