using Hangfire;
using Hangfire.Logging;
using Hangfire.Storage.SQLite;

namespace QueueRun.Jobs.Benchmarks;

/// <summary>The same jobs with a job library that .NET programs use, on SQLite too.</summary>
public static class HangfireJobs
{
    private static readonly Count s_count = new();

    /// <summary>Called by Hangfire.</summary>
    public static void Do(int number, string text) => s_count.Done();

    internal static async Task RunAsync(string file, int jobs)
    {
        LogProvider.SetCurrentLogProvider(null);
        using var storage = new SQLiteStorage(file, new SQLiteStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(50) });
        var all = s_count.StartAsync(jobs);
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = 10 }, storage);
        var client = new BackgroundJobClient(storage);
        for (var i = 0; i < jobs; i++)
        {
            var number = i;
            client.Enqueue(() => Do(number, "Somebody has said something in a room that you are in."));
        }

        await all;
    }
}
