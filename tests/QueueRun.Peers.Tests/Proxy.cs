using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace QueueRun.Peers;

/// <summary>A proxy that listens on loopback, in its own process or, for YARP, in this one.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static int s_lastPort = Random.Shared.Next(20_000, 32_000);

    private readonly Func<ValueTask> _end;

    private Proxy(int port, Func<ValueTask> end) => (Port, _end) = (port, end);

    public int Port { get; }

    /// <summary>The address of its endpoint.</summary>
    public Uri Socket => new($"ws://127.0.0.1:{Port}/socket");

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="settings">The text of its settings file, given its port and its folder.</param>
    /// <param name="arguments">The command line, for that file.</param>
    public static async Task<Proxy> StartAsync(string program, Func<int, string, string> settings, Func<string, string[]> arguments)
    {
        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory("queuerun-proxy-").FullName;
        var file = Path.Combine(folder, "settings");
        await File.WriteAllTextAsync(file, settings(port, folder));
        var process = Command.Start(new(program, arguments(file)), out var said);
        var guard = new ProcessGuard(process);
        var proxy = new Proxy(port, async () =>
        {
            await guard.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        });
        try
        {
            await Patience.EventuallyAsync(() => ListensAsync(port, process, said), listens => listens);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts YARP.</summary>
    /// <param name="settings">The text of its <c>appsettings.json</c>.</param>
    public static async Task<Proxy> StartYarpAsync(string settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings)));
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(new Uri(app.Urls.Single()).Port, app.DisposeAsync);
    }

    public ValueTask DisposeAsync() => _end();

    private static async Task<bool> ListensAsync(int port, Process process, StringBuilder said)
    {
        if (process.HasExited) lock (said) throw new InvalidOperationException($"The proxy has ended:\n{said}");

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// Below the ports that systems give to clients, so that no client takes it before the proxy does; and each only once, because haproxy
    /// shares its port with any process that wants it (SO_REUSEPORT).
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Interlocked.Increment(ref s_lastPort));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // The port is taken: try another one.
            }
        }
    }
}
