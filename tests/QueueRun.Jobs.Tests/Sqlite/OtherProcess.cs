using System.Diagnostics;
using QueueRun.Sqlite;
using QueueRun.Sqlite.Database;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>A second process that opens a store, claims every job of the queue <c>mail</c>, and then stands there.</summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    public const string Argument = "--claim-all";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static async Task<int> RunAsync(string path)
    {
        try
        {
            using var store = new SqliteJobStore(JobFile.Parse($"Data Source={path}"), new(), TimeProvider.System);
            await store.StartAsync(static () => { }, default);
            var claim = await store.ClaimAsync(["mail"], 1000);
            await Console.Out.WriteLineAsync($"claimed {claim.Jobs.Count}");
            await Console.In.ReadToEndAsync(); // so that it does not outlive the tests
            return 0;
        }
        catch (JobStoreException error)
        {
            await Console.Out.WriteLineAsync(error.Message);
            return 1;
        }
    }

    /// <summary>Starts it. Returns it and the first line that it said.</summary>
    public static async Task<(OtherProcess Process, string Said)> StartAsync(string path, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OtherProcess).Assembly.Location, Argument, path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = new OtherProcess(Process.Start(start)!);
        var said = await process._process.StandardOutput.ReadLineAsync().WithinLimitAsync("the other process");
        return (process, said ?? "");
    }

    /// <summary>Stops it where it stands, as a debugger does, or a machine that is suspended.</summary>
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
