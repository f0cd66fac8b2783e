using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// A subject's tests. Each is written once, in an abstract class, and run by two derived ones: against the program in this process
/// and against the Native AOT binary.
/// </summary>
public abstract class BehaviourTests(ServerHost host) : IAsyncLifetime
{
    private static int _names;

    /// <summary>The server that all tests share.</summary>
    protected ServerUnderTest Server { get; private set; } = null!;

    protected ServerHost Host { get; } = host;

    public async ValueTask InitializeAsync() => Server = await Host.SharedAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    /// <summary>A user id or key that no other test has.</summary>
    protected static string Fresh(string name) => $"{name}-{Interlocked.Increment(ref _names)}-{Guid.NewGuid():N}"[..(name.Length + 12)];
}
