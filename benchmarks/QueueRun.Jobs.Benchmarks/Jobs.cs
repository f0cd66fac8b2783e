using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace QueueRun.Jobs.Benchmarks;

/// <summary>A small job: about as much as one usually says.</summary>
internal sealed record Work(int Number, string Text);

/// <summary>A job whose handler ends only when it must.</summary>
internal sealed record Held(int Number);

/// <summary>Counts what is done; tells when it is all.</summary>
internal sealed class Count
{
    private TaskCompletionSource _all = new();
    private int _left;

    public Task StartAsync(int jobs)
    {
        _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _left, jobs);
        return _all.Task;
    }

    public void Done()
    {
        if (Interlocked.Decrement(ref _left) == 0) _all.TrySetResult();
    }
}

internal static class Handlers
{
    [QueueHandler]
    internal static void Do(Work job, Count count) => count.Done();

    [QueueHandler]
    internal static Task Hold(Held job, Count count, CancellationToken token)
    {
        count.Done();
        return Task.Delay(Timeout.Infinite, token);
    }
}

internal static class Worker
{
    private const string Text = "Somebody has said something in a room that you are in.";

    /// <summary>A program that does jobs and nothing else.</summary>
    /// <param name="file">The job store; null for memory.</param>
    /// <param name="concurrency">How many jobs it may do at a time.</param>
    public static async Task<IHost> StartAsync(string? file, int concurrency)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null); // without configuration files, and without who watches them
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton<Count>();
        var queueRun = builder.Services.AddQueueRun(options =>
        {
            options.MaxConcurrentJobs = concurrency;
            options.MaxWaitingJobs = 10_000_000;
        });
        if (file is not null) queueRun.AddSqlite($"Data Source={file}");
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Pushes from several places at a time, as requests do.</summary>
    public static Task PushAsync(IHost host, int jobs, int places, PushOptions? options = null, string text = Text)
    {
        var queues = host.Services.GetRequiredService<IQueues>();
        return Task.WhenAll(Enumerable.Range(0, places).Select(first => Task.Run(async () =>
        {
            for (var number = first; number < jobs; number += places)
                await queues.PushAsync(new Work(number, text), options);
        })));
    }
}
