using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using QueueRun.Tests;

namespace QueueRun.Chat.Tests;

/// <summary>Redis, three processes of the sample and the proxy, as one command starts them, on free ports.</summary>
internal sealed partial class ChatCluster : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("chat-").FullName;
    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private readonly StringBuilder _said;

    private ChatCluster()
    {
        var ports = Ports().Distinct().Take(4).ToArray();
        Address = new($"http://127.0.0.1:{ports[0]}");
        var program = typeof(ChatCluster).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Chat.Cluster").Value!;
        List<string> arguments = [program, "--urls", Address.GetLeftPart(UriPartial.Authority), "--Data", _data];
        for (var i = 1; i < ports.Length; i++)
            arguments.Add($"--ReverseProxy:Clusters:chat:Destinations:{i}:Address=http://127.0.0.1:{ports[i]}");
        arguments.AddRange(["--QueueRun:Redis:LeaseTime=00:00:03", "--Logging:LogLevel:Yarp=Information"]);     // the proxy says where a request goes
        if (Environment.GetEnvironmentVariable("QUEUERUN_CHAT") is { } chat)
            arguments.Add($"--Chat={chat}");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { WorkingDirectory = Path.GetTempPath() };
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Command.Start(start, out _said);
        _guard = new(_process);
    }

    /// <summary>The proxy's.</summary>
    public Uri Address { get; }

    /// <summary>The processes' ids, by address; Redis, too.</summary>
    public Dictionary<string, int> Processes => StartedProcess().Matches(Said).ToDictionary(found => found.Groups[2].Value, found => int.Parse(found.Groups[1].Value));

    private string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public static async Task<ChatCluster> StartAsync()
    {
        var cluster = new ChatCluster();
        try
        {
            await cluster.SaysAsync(said => said.Contains("Open http", StringComparison.Ordinal));
            await cluster.SaysAsync(said => TakesConnections().Matches(said).DistinctBy(found => found.Value).Count() == 3);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for what is written.</summary>
    public Task SaysAsync(Func<string, bool> isSo) => Patience.EventuallyAsync(
        () => _process.HasExited ? throw new InvalidOperationException($"The program has ended:\n{Said}") : Task.FromResult(Said), isSo);

    /// <summary>The processes to which the proxy has sent the first connections, in their order.</summary>
    public async Task<List<Uri>> SocketsAsync(int count)
    {
        await SaysAsync(said => OpenedSocket().Count(said) >= count);
        return [.. OpenedSocket().Matches(Said).Select(found => new Uri(found.Groups[1].Value))];
    }

    /// <summary>Ends a process as a crash would: SIGKILL.</summary>
    public void Kill(Uri address)
    {
        using var process = Process.GetProcessById(Processes[address.GetLeftPart(UriPartial.Authority)]);
        process.Kill();
    }

    /// <summary>
    /// Ends it as Ctrl+C does; by another signal, because that one is ignored where the tests run in a shell's background. The result is
    /// the processes that go on.
    /// </summary>
    public async Task<IEnumerable<int>> EndAsync()
    {
        await Command.RunAsync(new("kill", ["-TERM", $"{_process.Id}"]));
        await _process.WaitForExitAsync().WithinLimitAsync("the end of the program");
        return Processes.Values.Where(id => Directory.Exists($"/proc/{id}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _guard.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private static IEnumerable<int> Ports()
    {
        while (true)
            yield return RedisServer.FreePort();
    }

    [GeneratedRegex(@"^\w.* is process (\d+), on (\S+)", RegexOptions.Multiline)]
    private static partial Regex StartedProcess();

    [GeneratedRegex(@"destination `\d` on cluster `chat` is set to 'Healthy'")]
    private static partial Regex TakesConnections();

    [GeneratedRegex(@"Proxying to (http://[^/]+)/socket[? ]")]
    private static partial Regex OpenedSocket();
}
