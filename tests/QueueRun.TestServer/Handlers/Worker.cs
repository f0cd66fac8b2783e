using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>Instance handlers: built once per message, disposed when the handler has really ended.</summary>
internal sealed class Worker(EachMessage scoped, Journal journal, Gates gates) : IAsyncDisposable
{
    private static int _instances;
    private readonly int _number = Interlocked.Increment(ref _instances);
    private string _key = "";

    [SocketHandler("test=worker")]
    internal async Task<string> Work(Keyed data, EachMessage same)
    {
        _key = data.Key;
        await Task.Yield();
        journal.Add(_key, "worked");
        return $"worker {_number}, one scope: {ReferenceEquals(scoped, same)}";
    }

    /// <summary>Ends when its gate is opened, whatever the token says.</summary>
    [SocketHandler("test=late-worker", TimeoutSeconds = 0.2)]
    internal async Task WorkLate(Keyed data)
    {
        _key = data.Key;
        await gates.WaitAsync(data.Key, CancellationToken.None);
        journal.Add(_key, "worked");
    }

    [SocketHandler("test=failing-worker")]
    internal void Fail(Keyed data)
    {
        _key = data.Key;
        throw new SocketErrorException("the worker failed");
    }

    public ValueTask DisposeAsync()
    {
        journal.Add(_key, "disposed");
        return ValueTask.CompletedTask;
    }
}

/// <summary>Of two constructors the marked one is taken; <see cref="IDisposable"/> serves as well.</summary>
public sealed class WorkerOfTwoConstructors : IDisposable
{
    private readonly string _built;
    private Journal? _journal;
    private string _key = "";

    public WorkerOfTwoConstructors() => _built = "without services";

    [ActivatorUtilitiesConstructor]
    public WorkerOfTwoConstructors(ISocket socket, IServiceProvider services)
        => _built = socket is null ? "without a socket" : $"with {services.GetRequiredService<Once>().GetType().Name}";

    [SocketHandler("test=two-constructors")]
    internal string Work(Keyed data, Journal journal)
    {
        (_key, _journal) = (data.Key, journal);
        return _built;
    }

    public void Dispose() => _journal?.Add(_key, "disposed");
}
