using System.Diagnostics;
using System.Globalization;
using QueueRun.Sockets.Benchmarks;

namespace QueueRun.Cluster.Benchmarks;

/// <summary>A redis-server of one side's own, without files, on the core of the load.</summary>
internal sealed class RedisProcess : IDisposable
{
    private Process _process;

    private RedisProcess(int port) => (Port, _process) = (port, Run(port));

    public int Port { get; }

    /// <summary>The processor time of the process so far, in microseconds.</summary>
    public double Cpu => ServerProcess.CpuOf(_process.Id);

    public static RedisProcess Start() => new(ServerProcess.FreePort());

    /// <summary>Kills the server.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Starts it again, on the same port, without data; returns when it is ready.</summary>
    public void StartAgain() => _process = Run(Port);

    /// <summary>Begins to count commands.</summary>
    public void CountCommands() => Ask("CONFIG", "RESETSTAT");

    /// <summary>
    /// The commands since then: those that processes have sent, and those that were executed, also inside of scripts. A process that runs
    /// scripts sends nothing else but subscriptions.
    /// </summary>
    public (long Sent, long Executed) Commands()
    {
        var counts = Ask("INFO", "commandstats").Split('\n')
            .Where(static line => line.StartsWith("cmdstat_", StringComparison.Ordinal))
            .Select(static line => line["cmdstat_".Length..].Split(':', '=', ','))
            .Where(static fields => fields[0] is not ("config|resetstat" or "info" or "ping" or "echo"))
            .ToDictionary(static fields => fields[0], static fields => long.Parse(fields[2], CultureInfo.InvariantCulture));
        var executed = counts.Values.Sum();
        return counts.ContainsKey("evalsha") ? (counts.Where(static of => of.Key is "evalsha" or "eval" or "subscribe" or "unsubscribe").Sum(static of => of.Value), executed) : (executed, executed);
    }

    public void Dispose() => Kill();

    private static Process Run(int port)
    {
        var process = Process.Start(new ProcessStartInfo("taskset", ["-c", "1", "redis-server", "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.Contains("Ready to accept connections", StringComparison.Ordinal)) continue;

            process.StandardOutput.Close(); // it says nothing more that is read
            return process;
        }

        throw new InvalidOperationException("redis-server did not start: apt-get install redis-server");
    }

    private string Ask(params string[] command)
    {
        using var client = Process.Start(new ProcessStartInfo("redis-cli", ["-p", $"{Port}", .. command]) { RedirectStandardOutput = true })!;
        var said = client.StandardOutput.ReadToEnd();
        client.WaitForExit();
        return client.ExitCode == 0 ? said : throw new InvalidOperationException($"redis-cli {string.Join(' ', command)}: {said}");
    }
}
