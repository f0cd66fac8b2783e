using System.Diagnostics;

namespace QueueRun.Tests;

/// <summary>The SDK's command line.</summary>
public static class Dotnet
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    /// <summary>Two commands at a time: more would only take memory, and time from the tests beside them.</summary>
    private static readonly SemaphoreSlim _two = new(2);

    /// <summary>Runs a command to its end. Returns its output.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Task<string> RunAsync(string folder, params IEnumerable<string> arguments) => RunAsync(folder, [], arguments);

    /// <summary>Runs a command to its end, with additional environment variables. Returns its output.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string folder, IEnumerable<(string Name, string Value)> environment, IEnumerable<string> arguments)
    {
        var (exitCode, output) = await RunToEndAsync(folder, environment, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
    }

    /// <summary>Runs a command that must fail. Returns its output.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public static async Task<string> FailAsync(string folder, params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await RunToEndAsync(folder, [], arguments);
        return exitCode != 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} did not fail:\n{output}");
    }

    private static async Task<(int Status, string Said)> RunToEndAsync(string folder, IEnumerable<(string Name, string Value)> environment, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };

        // The settings of this test's own runner are not for this build; and no process of it should stay alive.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            info.Environment.Remove(name);
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        (info.Environment["UseSharedCompilation"], info.Environment["SharedCompilationId"]) = ("true", await CompilerServer.NameAsync());
        info.Environment["DOTNET_TieredPGO"] = "0"; // measures for a long life, which none of these processes has
        foreach (var (name, value) in environment) info.Environment[name] = value;

        await _two.WaitAsync();
        try
        {
            return await Command.RunAsync(info, _limit);
        }
        finally
        {
            _two.Release();
        }
    }
}
