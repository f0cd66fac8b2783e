using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QueueRun.Redis.Tests;

/// <summary>A redis-server of the test's own, on a port of its own, without files.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string[] _arguments;
    private Process? _process;
    private ProcessGuard? _guard;

    private RedisServer(params string[] arguments) => _arguments = arguments;

    public int Port { get; } = FreePort();

    /// <summary>StackExchange.Redis' connection string.</summary>
    public string Configuration => $"127.0.0.1:{Port}";

    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        var server = new RedisServer(arguments);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts the server, on the same port, without data.</summary>
    public async Task StartAsync()
    {
        StringBuilder said;
        _process = Command.Start(
            new("redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. _arguments]), out said);
        _guard = new(_process);
        await Patience.EventuallyAsync(
            () =>
            {
                lock (said) return Task.FromResult(said.ToString());
            },
            text => text.Contains("Ready to accept connections", StringComparison.Ordinal));
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
        Assert.Equal(0, status);
        return said.TrimEnd();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
