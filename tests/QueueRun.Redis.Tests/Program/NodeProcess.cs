using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Hosting;

namespace QueueRun.Redis.Tests;

/// <summary>A real process of the program, which can be killed and stopped.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>The first argument of such a process.</summary>
    public const string Name = "node";

    private readonly Process _process;
    private readonly ProcessGuard _guard;

    private NodeProcess(Process process, Uri address) => (_process, _guard, Address) = (process, new(process), address);

    public Uri Address { get; }

    /// <param name="redis">The connection string.</param>
    /// <param name="events">Receives the events of hooks.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="offlineDelay">The delay of departures, in seconds.</param>
    /// <param name="certificates">A file of certificates that the process trusts; null for those of the machine.</param>
    /// <param name="hasUserHooks">Whether the program has hooks for users; it has those for rooms.</param>
    public static async Task<NodeProcess> StartAsync(
        string redis, Events events, string prefix = "test", int offlineDelay = 0, string? certificates = null, bool hasUserHooks = true)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Name, redis, prefix, $"{offlineDelay}", $"{hasUserHooks}"]);
        if (certificates is not null) start.Environment["SSL_CERT_FILE"] = certificates;
        var process = Command.Start(start, out var said);
        var address = new TaskCompletionSource<Uri>();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not { } text) return;

            if (text.StartsWith("event ", StringComparison.Ordinal)) events.Add(text[6..]);
            else if (text.StartsWith("address ", StringComparison.Ordinal)) address.TrySetResult(new(text[8..]));
        };
        try
        {
            return new(process, await address.Task.WithinLimitAsync("the process to start"));
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new InvalidOperationException(Read(said));
        }
    }

    /// <summary>The process itself.</summary>
    public static async Task<int> RunAsync(string redis, string prefix, TimeSpan offlineDelay, bool hasUserHooks)
    {
        await using var app = Node.Build(redis, new Events { Added = line => Console.WriteLine($"event {line}") }, prefix, options => options.OfflineDelay = offlineDelay);
        if (!hasUserHooks) Node.RemoveUserHooks(app);
        await app.StartAsync();
        Console.WriteLine($"address {app.Urls.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    public Task<SocketClient> ConnectAsync(string? userId, string name = "") => Node.ConnectAsync(Address, userId, name);

    /// <summary>Kills the process without a word.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends the process as a deploy does.</summary>
    public async Task TerminateAsync()
    {
        await Command.RunAsync(new("kill", ["-TERM", $"{_process.Id}"]));
        await _process.WaitForExitAsync().WithinLimitAsync("the end of the process");
    }

    /// <summary>The process stands still, or goes on.</summary>
    public Task StandStillAsync(bool stands) => Command.RunAsync(new("kill", [stands ? "-STOP" : "-CONT", $"{_process.Id}"]));

    public ValueTask DisposeAsync() => _guard.DisposeAsync();

    private static string Read(StringBuilder said)
    {
        lock (said) return said.ToString();
    }
}
