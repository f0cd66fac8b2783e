using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace QueueRun.Tests;

/// <summary>A redis-server of the test's own, on a port of its own, without files unless its arguments say otherwise.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private Process? _process;
    private ProcessGuard? _guard;

    private RedisServer(Func<RedisServer, string[]> arguments) => Arguments = arguments(this);

    /// <summary>Further arguments of the server, from its next start on.</summary>
    public IReadOnlyList<string> Arguments { get; set; }

    public int Port { get; } = FreePort();

    /// <summary>A folder for the server's files, which is deleted with it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("queuerun-redis-").FullName;

    /// <summary>StackExchange.Redis' connection string.</summary>
    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>Whether this machine has the server.</summary>
    public static bool IsInstalled => File.Exists("/usr/bin/redis-server");

    public static Task<RedisServer> StartAsync(params string[] arguments) => StartAsync(_ => arguments);

    /// <summary>Starts a server whose arguments name its port or its folder.</summary>
    public static async Task<RedisServer> StartAsync(Func<RedisServer, string[]> arguments)
    {
        var server = new RedisServer(arguments);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts the only server of a Redis Cluster, which has all slots.</summary>
    public static async Task<RedisServer> StartClusterAsync()
    {
        var bus = FreePort(); // by default 10000 more than the port, which may be too much
        var server = await StartAsync(server => ["--cluster-enabled", "yes", "--cluster-port", $"{bus}", "--dir", server.Folder]);
        await server.AskAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        await Patience.EventuallyAsync(() => server.AskAsync("CLUSTER", "INFO"), info => info.Contains("cluster_state:ok", StringComparison.Ordinal));
        return server;
    }

    /// <summary>Starts a Sentinel, which promotes a replica of a server if that is gone for a second.</summary>
    public static async Task<RedisServer> StartSentinelAsync(RedisServer watched)
    {
        return await StartAsync(server =>
        {
            var file = Path.Combine(server.Folder, "sentinel.conf");
            File.WriteAllText(file, $"""
                port {server.Port}
                bind 127.0.0.1
                dir {server.Folder}
                sentinel monitor main 127.0.0.1 {watched.Port} 1
                sentinel down-after-milliseconds main 1000
                sentinel failover-timeout main 5000
                """);
            return [file, "--sentinel"];
        });
    }

    /// <summary>Starts the server, on the same port. It has no data, unless its arguments name a file.</summary>
    public async Task StartAsync()
    {
        string[] all = Arguments is [var file, "--sentinel"] ? [file, "--sentinel"] : ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. Arguments];
        _process = Command.Start(new("redis-server", all), out var said);
        _guard = new(_process);
        await Patience.EventuallyAsync(
            () =>
            {
                lock (said) return Task.FromResult(said.ToString());
            },
            text => text.Contains("Ready to accept connections", StringComparison.Ordinal) || text.Contains("+monitor master", StringComparison.Ordinal));
    }

    /// <summary>Kills the server.</summary>
    public async Task KillAsync()
    {
        if (_guard is { } guard) await guard.DisposeAsync();
        _guard = null;
    }

    /// <summary>The server stands still, or goes on.</summary>
    public Task StandStillAsync(bool stands) => Command.RunAsync(new("kill", [stands ? "-STOP" : "-CONT", $"{_process!.Id}"]));

    /// <summary>Sends a command, as redis-cli does.</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        var (status, said) = await Command.RunAsync(new("redis-cli", ["-p", $"{Port}", .. command]));
        return status == 0 ? said.TrimEnd() : throw new InvalidOperationException($"redis-cli {string.Join(' ', command)} ended with {status}:\n{said}");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>
    /// A port that was free a moment ago, below the ports that the system gives to connections: a client that looks for a server which is gone
    /// might be given that server's port.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(10_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody else has it.
            }
        }
    }
}
