using QueueRun.Tests;

[assembly: AssemblyFixture(typeof(QueueRun.Behaviour.InProcessHost))]
[assembly: AssemblyFixture(typeof(QueueRun.Behaviour.BinaryHost))]
[assembly: AssemblyFixture(typeof(QueueRun.Behaviour.Net11Host))]
[assembly: AssemblyFixture(typeof(QueueRun.Behaviour.LastingRequestHost))]

namespace QueueRun.Behaviour;

/// <summary>How the test server is run. All behaviour is the same, whichever way.</summary>
public abstract class ServerHost : IAsyncDisposable
{
    private readonly Lazy<Task<ServerUnderTest>> _shared;

    protected ServerHost() => _shared = new(() => StartAsync());

    /// <summary>The one server, with the default options, that tests share: each brings its own users and keys.</summary>
    public Task<ServerUnderTest> SharedAsync() => _shared.Value;

    /// <summary>A server for one test, with options as on a command line: <c>--QueueRun:DefaultTimeout=00:00:01</c>.</summary>
    public abstract Task<ServerUnderTest> StartAsync(params IEnumerable<string> options);

    /// <summary>What the server says when it does not start.</summary>
    public abstract Task<string> FailAsync(params IEnumerable<string> options);

    public async ValueTask DisposeAsync()
    {
        if (_shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await _shared.Value).DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
