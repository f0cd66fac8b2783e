using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using QueueRun.Sqlite;
using QueueRun.Sqlite.Database;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>The task of a second process.</summary>
internal enum Errand
{
    /// <summary>Claims every job of the queue <c>mail</c>, prints the number, and stops there.</summary>
    ClaimAll,

    /// <summary>Pushes jobs, several at a time, without end, and prints the id of each after its push has returned.</summary>
    Push,
}

/// <summary>A second process that opens a store.</summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static async Task<int> RunAsync(Errand errand, string path)
    {
        try
        {
            using var store = new SqliteJobStore(JobFile.Parse($"Data Source={path}"), new(), TimeProvider.System, NullLogger<SqliteJobStore>.Instance);
            await store.StartAsync(static () => { }, default);
            var over = Task.Run(Console.In.ReadToEnd); // so that it does not outlive the tests
            if (errand is Errand.Push) await Task.WhenAny(over, Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PushAsync(store))));
            else await Console.Out.WriteLineAsync($"claimed {(await store.ClaimAsync(["mail"], 1000)).Jobs.Count}");
            await over;
            return 0;
        }
        catch (JobStoreException error)
        {
            await Console.Out.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static async Task PushAsync(SqliteJobStore store)
    {
        while (true)
        {
            var now = TimeProvider.System.GetUtcNow();
            await Console.Out.WriteLineAsync(await store.PushAsync(new("mail", null, null, null, new byte[100], now, now, null, null), default));
        }
    }

    /// <summary>Starts it. Returns it with its first line.</summary>
    public static async Task<(OtherProcess Process, string Said)> StartAsync(
        string path, Errand errand = Errand.ClaimAll, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OtherProcess).Assembly.Location, $"{errand}", path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = new OtherProcess(Process.Start(start)!);
        return (process, await process.ListenAsync() ?? "");
    }

    /// <summary>Its next line; null at the end.</summary>
    public Task<string?> ListenAsync() => _process.StandardOutput.ReadLineAsync().WithinLimitAsync("the other process");

    /// <summary>Freezes it, as a debugger does, or a machine that is suspended.</summary>
    public async Task FreezeAsync()
    {
        using var kill = Process.Start("kill", ["-STOP", $"{Id}"]);
        await kill.WaitForExitAsync();
        await Patience.EventuallyAsync(
            () => File.ReadAllTextAsync($"/proc/{Id}/stat"), stat => stat.Split(' ')[2] == "T");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
