using System.Globalization;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(QueueRun.Hostile.TargetServer))]
// Attacks are measured, so they run one at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace QueueRun.Hostile;

/// <summary>The memory and processor time of a server process.</summary>
/// <param name="Live">Bytes of objects after a full collection, including the server's own buffers.</param>
/// <param name="WorkingSet">Bytes of the process's memory.</param>
/// <param name="Processor">Processor time so far.</param>
public readonly record struct Usage(long Live, long WorkingSet, TimeSpan Processor);

/// <summary>The test server in its own process, so that its memory and processor time are its own.</summary>
public sealed class TargetServer : IAsyncDisposable
{
    private readonly Lazy<Task<ServerProcess>> _shared = new(() => StartAsync());

    /// <summary>The one server, with the default options, that tests share.</summary>
    public Task<ServerProcess> SharedAsync() => _shared.Value;

    /// <summary>A server for one test, with options as on a command line.</summary>
    public static Task<ServerProcess> StartAsync(params IEnumerable<string> options)
        => ServerProcess.StartAsync(Path.Combine(AppContext.BaseDirectory, "QueueRun.TestServer"), options);

    public async ValueTask DisposeAsync()
    {
        if (_shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await _shared.Value).DisposeAsync();
    }
}

internal static class ServerUsage
{
    public static async Task<Usage> UsageAsync(this ServerUnderTest server)
    {
        var numbers = (await server.Http.GetStringAsync("/usage")).Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], numbers[1], TimeSpan.FromMilliseconds(numbers[2]));
    }
}
