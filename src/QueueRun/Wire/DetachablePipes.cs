using System.IO.Pipelines;

namespace QueueRun.Wire;

/// <summary>
/// The pipes of a connection as HTTP sees them. An upgraded connection takes the inner pipes from under HTTP: the request may end then, and
/// the connection goes on. What HTTP does to its pipes after that leads nowhere.
/// </summary>
/// <param name="inner">The connection's own pipes.</param>
internal sealed class DetachablePipes(IDuplexPipe inner) : IDuplexPipe
{
    private readonly DetachableReader _input = new(inner.Input);
    private readonly DetachableWriter _output = new(inner.Output);

    // The context of the connection, before a request has added to it. Null if the flow is suppressed.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private Task? _running;

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    /// <summary>The connection's own pipes.</summary>
    public IDuplexPipe Inner => inner;

    /// <summary>What runs on the inner pipes; null as long as nothing does.</summary>
    public Task? Running => Volatile.Read(ref _running);

    /// <summary>Takes the inner pipes, whose owner is the caller from now on. HTTP must neither read nor write at this time.</summary>
    public IDuplexPipe Detach()
    {
        _input.Detach();
        _output.Detach();
        return inner;
    }

    /// <summary>
    /// Starts what runs on the inner pipes, in the context of the connection: that of the request would hold the request. Called once.
    /// </summary>
    public void Run(Func<Task> run)
    {
        if (_context is null) Volatile.Write(ref _running, run());
        else ExecutionContext.Run(_context, _ => Volatile.Write(ref _running, run()), null);
    }
}
