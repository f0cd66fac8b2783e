using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Where the servers are, and how they get there.</summary>
internal static class Files
{
    private static readonly string s_temporary = Path.Combine(Path.GetTempPath(), "queuerun-sockets-benchmarks");

    /// <summary>A server as it was built with the driver.</summary>
    public static string Built(string program) => Path.Combine(Source(program), "bin", Metadata("Configuration"), "net10.0", program);

    /// <summary>A server as a native binary.</summary>
    public static string Native(string program)
    {
        var output = Path.Combine(s_temporary, program);
        Run("dotnet", "publish", Source(program), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", output, "--artifacts-path", Path.Combine(s_temporary, "artifacts"));
        return Path.Combine(output, program);
    }

    /// <summary>The floor, compiled.</summary>
    public static string Floor()
    {
        Directory.CreateDirectory(s_temporary);
        var output = Path.Combine(s_temporary, "floor");
        Run("cc", "-O2", "-o", output, Path.Combine(Source("Floor"), "floor.c"));
        return output;
    }

    public static bool Has(string command) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, command)));

    private static string Source(string program) => Path.Combine(Metadata("Sockets"), program);

    private static string Metadata(string key)
        => typeof(Files).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} {string.Join(' ', arguments)}\n{said}");
    }
}
