using System.Diagnostics;
using System.Text;

namespace QueueRun.Tests;

/// <summary>The SDK's command line.</summary>
public static class Dotnet
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a command to its end; what it said.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Task<string> RunAsync(string folder, params IEnumerable<string> arguments) => RunAsync(folder, [], arguments);

    /// <summary>Runs a command to its end, with further environment variables; what it said.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string folder, IEnumerable<(string Name, string Value)> environment, IEnumerable<string> arguments)
    {
        var (exitCode, output) = await RunToEndAsync(folder, environment, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
    }

    /// <summary>Runs a command that is to fail; what it said.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public static async Task<string> FailAsync(string folder, params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await RunToEndAsync(folder, [], arguments);
        return exitCode != 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} did not fail:\n{output}");
    }

    private static async Task<(int ExitCode, string Output)> RunToEndAsync(string folder, IEnumerable<(string Name, string Value)> environment, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };

        // What the runner of this test was started with is not meant for this build; and nothing of it should live on.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            info.Environment.Remove(name);
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        info.Environment["UseSharedCompilation"] = "false";
        info.Environment["DOTNET_TieredPGO"] = "0"; // measures for a long life, which none of these processes has
        foreach (var (name, value) in environment) info.Environment[name] = value;

        using var process = new Process { StartInfo = info };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Start();
        await using var guard = new ProcessGuard(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync().WaitAsync(_limit);

        lock (output) return (process.ExitCode, output.ToString());

        void Read(string? line)
        {
            if (line is null) return;
            lock (output) output.AppendLine(line);
        }
    }
}
