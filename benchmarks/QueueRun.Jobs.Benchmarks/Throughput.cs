using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Jobs.Benchmarks;

/// <summary>Jobs a second, from push to acknowledgement, beside a bare loop on SQLite and beside a job library: in turns, in one run.</summary>
internal static class Throughput
{
    private const int Group = Worker.Concurrency;

    public static async Task RunAsync(string folder, int jobs, int rounds)
    {
        var hangfireJobs = Math.Max(100, jobs / 250); // it takes its time
        List<(double Bare, double Sqlite, double Memory, double Hangfire)> figures = [];
        for (var round = -1; round < rounds; round++)
        {
            var name = Path.Combine(folder, $"{round}");
            var bare = Measure(jobs, () => BareLoop.Run(name + ".bare.db", jobs, Group));
            var sqlite = await MeasureAsync(name + ".jobs.db", jobs);
            var memory = await MeasureAsync(null, jobs);
            var hangfire = round < 0 ? 0 : await MeasureHangfireAsync(name + ".hangfire.db", hangfireJobs);
            if (round >= 0) figures.Add((bare, sqlite, memory, hangfire)); // the first warms up
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{jobs} jobs of 80 bytes from {Worker.Concurrency} places at a time, {Worker.Concurrency} at a time; {rounds} rounds in turns; {Environment.ProcessorCount} cores"));
        Console.WriteLine("                                             jobs/s, median      min      max   × the bare loop");
        Print("bare loop: INSERT, DELETE, 128 a transaction", figure => figure.Bare);
        Print("QueueRun on SQLite: push, claim, do, complete", figure => figure.Sqlite);
        Print("QueueRun in memory", figure => figure.Memory);
        Print("Hangfire on SQLite", figure => figure.Hangfire);

        void Print(string what, Func<(double Bare, double Sqlite, double Memory, double Hangfire), double> figure)
        {
            var all = figures.Select(figure).Order().ToArray();
            var ratios = figures.Select(each => figure(each) / each.Bare).Order().ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what,-46} {all[all.Length / 2],12:N0} {all[0],8:N0} {all[^1],8:N0} {ratios[ratios.Length / 2],13:0.000}"));
        }
    }

    private static double Measure(int jobs, Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> MeasureAsync(string? file, int jobs)
    {
        using var host = await Worker.StartAsync(file);
        var all = host.Services.GetRequiredService<Count>().StartAsync(jobs);
        var start = Stopwatch.GetTimestamp();
        await Worker.PushAsync(host, jobs);
        await all;
        var admin = host.Services.GetRequiredService<IQueueAdmin>();
        while ((await admin.GetQueuesAsync()).Any(queue => queue.Waiting + queue.Running > 0)) await Task.Yield(); // acknowledged too
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await host.StopAsync();
        return jobs / elapsed;
    }

    private static async Task<double> MeasureHangfireAsync(string file, int jobs)
    {
        var start = Stopwatch.GetTimestamp();
        await HangfireJobs.RunAsync(file, jobs);
        return jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
