using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Jobs.Benchmarks;

/// <summary>
/// Jobs a second, from push to acknowledgement, beside bare loops on SQLite and beside a job library: in turns, in one run. A bare loop does not wait
/// for anybody, so it is the limit, not a rival.
/// </summary>
internal static class Throughput
{
    private sealed record Candidate(string Name, int Jobs, Func<string, int, Task> RunAsync);

    private readonly record struct Figure(double Rate, double Microseconds);

    public static async Task RunAsync(string folder, int jobs, int rounds)
    {
        Candidate[] candidates =
        [
            new("bare loop, 128 rows a transaction", jobs, Bare(128)),
            new("bare loop, 1024 rows a transaction", jobs, Bare(1024)),
            new("bare loop, 1 row a transaction", Math.Max(1, jobs / 20), Bare(1)),
            new("QueueRun on SQLite, 128 push at a time", jobs, QueueRun(128, 512)),
            new("QueueRun on SQLite, 1024 push at a time", jobs, QueueRun(1024, 4096)),
            new("QueueRun on SQLite, 1 pushes at a time", Math.Max(1, jobs / 20), QueueRun(1, 10)),
            new("QueueRun in memory, 128 push at a time", jobs, (_, count) => PushAndDoAsync(null, count, 128, 512)),
            new("Hangfire on SQLite, 1 pushes at a time", Math.Max(100, jobs / 500), HangfireJobs.RunAsync),
        ];
        var figures = candidates.Select(_ => new List<Figure>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                var figure = await MeasureAsync(candidates[i], Path.Combine(folder, $"{round}.{i}.db"));
                if (round >= 0) figures[i].Add(figure); // the first round warms up
            }
        }

        Print($"{jobs} jobs of 80 bytes; {rounds} rounds in turns, after one to warm up; {Environment.ProcessorCount} cores");
        Print($"{"",-42} {"jobs/s: median",14} {"min",9} {"max",9} {"CPU/job",9} {"× bare 128",11} {"× bare 1024",12} {"× bare 1",9}");
        for (var i = 0; i < candidates.Length; i++)
        {
            var rates = figures[i].Select(figure => figure.Rate).Order().ToArray();
            var own = figures[i];
            Print($"{candidates[i].Name,-42} {Median(rates),14:N0} {rates[0],9:N0} {rates[^1],9:N0} {Median(own.Select(figure => figure.Microseconds)),6:N1} µs {Ratio(0),11:0.00} {Ratio(1),12:0.00} {Ratio(2),9:0.00}");

            double Ratio(int other) => Median(own.Zip(figures[other], (mine, its) => mine.Rate / its.Rate)); // round by round: the machine may be noisy
        }
    }

    private static Func<string, int, Task> Bare(int group) => (file, rows) =>
    {
        BareLoop.Run(file, rows, group);
        return Task.CompletedTask;
    };

    private static Func<string, int, Task> QueueRun(int places, int concurrency) => (file, jobs) => PushAndDoAsync(file, jobs, places, concurrency);

    private static async Task PushAndDoAsync(string? file, int jobs, int places, int concurrency)
    {
        using var host = await Worker.StartAsync(file, concurrency);
        var all = host.Services.GetRequiredService<Count>().StartAsync(jobs);
        await Worker.PushAsync(host, jobs, places);
        await all;
        await host.StopAsync(); // when everything is acknowledged
    }

    private static async Task<Figure> MeasureAsync(Candidate candidate, string file)
    {
        var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await candidate.RunAsync(file, candidate.Jobs);
        return new(
            candidate.Jobs / Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / candidate.Jobs);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var all ? all[all.Length / 2] : 0;

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
