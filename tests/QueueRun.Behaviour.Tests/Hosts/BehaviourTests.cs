using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// A subject's tests. Each is written once, in an abstract class, and run by two derived ones: against the program in this process
/// and against the Native AOT binary.
/// </summary>
public abstract class BehaviourTests(ServerHost host) : IAsyncLifetime
{
    private static int _names;

    /// <summary>The server that all tests share; or, with <see cref="Options"/>, one for each test.</summary>
    protected ServerUnderTest Server { get; private set; } = null!;

    protected ServerHost Host { get; } = host;

    /// <summary>What the servers of this subject are started with, where the shared one does not do.</summary>
    protected virtual string[]? Options => null;

    public async ValueTask InitializeAsync() => Server = Options is { } options ? await Host.StartAsync(options) : await Host.SharedAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Options is not null) await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A user id or key that no other test has.</summary>
    protected static string Fresh(string name) => $"{name}-{Interlocked.Increment(ref _names)}-{Guid.NewGuid():N}"[..(name.Length + 12)];
}
