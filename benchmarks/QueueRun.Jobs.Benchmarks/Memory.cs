using System.Globalization;

namespace QueueRun.Jobs.Benchmarks;

/// <summary>What jobs that wait cost the process: with a file, nothing.</summary>
internal static class Memory
{
    private const int Places = 256;

    public static async Task RunAsync(string folder, int jobs)
    {
        var file = Path.Combine(folder, "memory.db");
        using var host = await Worker.StartAsync(file, Places);
        Console.WriteLine("                          heap, MB   working set, MB   file, MB");
        await Worker.PushAsync(host, 10_000, Places, new() { Delay = TimeSpan.FromDays(1) });
        for (var waiting = 10_000; ; waiting = Math.Min(jobs, waiting + jobs / 4))
        {
            GC.Collect();
            var heap = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{waiting,9} jobs wait {heap,13:N1} {Environment.WorkingSet / 1e6,17:N0} {new FileInfo(file).Length / 1e6,10:N0}"));
            if (waiting == jobs) break;
            await Worker.PushAsync(host, Math.Min(jobs, waiting + jobs / 4) - waiting, Places, new() { Delay = TimeSpan.FromDays(1) });
        }

        await host.StopAsync();
    }
}
