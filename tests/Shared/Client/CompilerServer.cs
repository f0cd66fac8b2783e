using System.Diagnostics;

namespace QueueRun.Tests;

/// <summary>
/// A compiler that lasts as long as these tests, for all the builds that they start: each would start one of its own otherwise, and most of a
/// small program's compilation is the compiler's start. Builds of others do not use it, and it ends with this process.
/// </summary>
internal static class CompilerServer
{
    private static readonly Lazy<Task<string>> s_started = new(StartAsync);

    /// <summary>The name under which builds find it: their property <c>SharedCompilationId</c>.</summary>
    public static Task<string> NameAsync() => s_started.Value;

    private static async Task<string> StartAsync()
    {
        var version = (await AskAsync("--version")).Trim();
        var sdk = (await AskAsync("--list-sdks")).Split('\n').Single(line => line.StartsWith(version + " [", StringComparison.Ordinal));
        var program = Path.Combine(sdk[(version.Length + 2)..sdk.LastIndexOf(']')], version, "Roslyn", "bincore", "VBCSCompiler.dll");

        var name = $"queuerun-tests-{Guid.NewGuid():N}";
        var info = new ProcessStartInfo("dotnet", ["exec", program, $"-pipename:{name}"]) { WorkingDirectory = Path.GetTempPath() };
        info.Environment["DOTNET_TieredPGO"] = "0";
        var server = Command.Start(info, out var said);
        var ended = GuardAsync(server);

        // A build that did not find it would start one that outlives these tests.
        await Patience.EventuallyAsync(() => IsListening(name) || ended.IsCompleted);
        lock (said) return ended.IsCompleted ? throw new InvalidOperationException($"The compiler's server ended:\n{said}") : name;
    }

    /// <summary>The guard ends it when this process goes, and not any more when it has ended itself, after ten minutes without a build.</summary>
    private static async Task GuardAsync(Process server)
    {
        await using var guard = new ProcessGuard(server);
        await server.WaitForExitAsync();
    }

    /// <summary>The compiler's pipe is a file of this name on Unix, and among the pipes on Windows.</summary>
    private static bool IsListening(string name) => File.Exists(Path.Combine(OperatingSystem.IsWindows() ? @"\\.\pipe" : "/tmp", name));

    /// <summary>Asked outside the repository, like the builds.</summary>
    private static async Task<string> AskAsync(string question)
    {
        var (status, said) = await Command.RunAsync(new ProcessStartInfo("dotnet", [question]) { WorkingDirectory = Path.GetTempPath() });
        return status == 0 ? said : throw new InvalidOperationException($"dotnet {question} ended with {status}:\n{said}");
    }
}
