using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

/// <summary>
/// Redis, and one process of Chat for each destination of the proxy. They are started before the proxy listens, and end with this program.
/// </summary>
internal sealed class Processes(IConfiguration configuration, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly List<Process> _running = [];
    private string? _folder;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // As soon as it is to stop: the connections through the proxy end with the processes, and nothing has to be waited for.
        lifetime.ApplicationStopping.Register(End);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(StartTime);

        var redis = configuration["QueueRun:Redis:Configuration"] ?? await StartRedisAsync(time.Token);
        var chats = configuration.GetSection("ReverseProxy:Clusters:chat:Destinations").GetChildren();
        await Task.WhenAll(chats.Select(chat => StartChatAsync($"chat {chat.Key}", chat["Address"]!, redis, time.Token)));
        lifetime.ApplicationStarted.Register(
            () => Console.WriteLine($"Open {configuration["Urls"]} in two windows. Then kill a process of Chat. Ctrl+C ends all of it."));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => End();

    /// <summary>On a port of its own, and without files.</summary>
    private async Task<string> StartRedisAsync(CancellationToken token)
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        _folder = Directory.CreateTempSubdirectory("chat-redis-").FullName;
        try
        {
            var redis = Start("redis", $"127.0.0.1:{port}", "redis-server",
                ["--bind", "127.0.0.1", "--port", $"{port}", "--dir", _folder, "--save", "", "--appendonly", "no", "--loglevel", "warning"]);
            await AnswersAsync(redis, async () =>
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, token);
            }, token);
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException(
                "redis-server cannot be started. Install it (apt-get install redis-server), or name a Redis: --QueueRun:Redis:Configuration localhost:6379", error);
        }
        return $"127.0.0.1:{port}";
    }

    /// <summary>The processes share the data beside Chat, as they are on one machine.</summary>
    private async Task StartChatAsync(string name, string address, string redis, CancellationToken token)
    {
        var program = configuration["Chat"] ?? typeof(Processes).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Chat").Value!;
        string[] start = program.EndsWith(".dll", StringComparison.Ordinal)
            ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program] : [program];
        List<string> arguments = [.. start[1..], "--urls", address, "--QueueRun:Redis:Configuration", redis];
        if (configuration["QueueRun:Redis:LeaseTime"] is { } lease)
            arguments.AddRange(["--QueueRun:Redis:LeaseTime", lease]);
        if (configuration["Data"] is { } data)
            arguments.AddRange(["--Data", data]);
        var chat = Start(name, address, start[0], arguments);
        using var http = new HttpClient();
        await AnswersAsync(chat, async () => (await http.GetAsync(new Uri($"{address}/health"), token)).EnsureSuccessStatusCode(), token);
    }

    private Process Start(string name, string address, string program, IEnumerable<string> arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.Exited += (_, _) =>
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
                Console.WriteLine($"{name} has ended");
        };
        process.Start();
        lock (_running)
            _running.Add(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Console.WriteLine($"{name} is process {process.Id}, on {address}");
        return process;

        void Write(string? line)
        {
            if (line is not null)
                Console.WriteLine($"{name} | {line}");
        }
    }

    private static async Task AnswersAsync(Process process, Func<Task> ask, CancellationToken token)
    {
        while (true)
        {
            try
            {
                await ask();
                return;
            }
            catch (Exception error) when (error is SocketException or HttpRequestException)
            {
                if (process.HasExited)
                    throw new InvalidOperationException($"{process.StartInfo.FileName} has ended at once: what it has written says why.", error);
                await Task.Delay(50, token);
            }
        }
    }

    /// <summary>Kills them: what they have promised to keep is kept, and what is in this Redis is not.</summary>
    private void End()
    {
        lock (_running)
        {
            foreach (var process in _running)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                process.Dispose();
            }
            _running.Clear();
            if (_folder is not null)
                Directory.Delete(_folder, recursive: true);
            _folder = null;
        }
    }
}
