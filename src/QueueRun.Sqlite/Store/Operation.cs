using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>One operation on the store. It shares a transaction with others, and completes when the transaction is committed.</summary>
internal abstract class Operation
{
    /// <summary>Whether its result must survive a power failure.</summary>
    public required bool IsDurable { get; init; }

    /// <summary>Until when it may wait for a file that another process has locked, its time in the queue included.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>Whether it runs after all others of its transaction, and so sees their results.</summary>
    public bool RunsLast { get; init; }

    /// <summary>
    /// Runs the operation, inside a transaction. An error of its own is kept for later: the other operations of the transaction go on.
    /// </summary>
    public abstract void Run(Session session);

    /// <summary>The transaction is committed.</summary>
    public abstract void Complete();

    /// <summary>The operation failed and changed nothing.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class Operation<T> : Operation
{
    private const int Queued = 0;
    private const int Begun = 1;
    private const int Cancelled = 2;

    private readonly Func<Session, T> _work;
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _cancellation;
    private T? _result;
    private Exception? _error;
    private int _state;

    /// <param name="work">The work to do. If it throws an exception that is not SQLite's, it must not have changed anything yet.</param>
    /// <param name="cancellationToken">Cancels the operation, unless it has already begun.</param>
    public Operation(Func<Session, T> work, CancellationToken cancellationToken)
    {
        _work = work;
        _cancellation = cancellationToken.UnsafeRegister(
            static (operation, token) => ((Operation<T>)operation!).Cancel(token), this);
    }

    public Task<T> Task => _done.Task;

    public override void Run(Session session)
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Queued) != Queued) return;

        try
        {
            _result = _work(session);
        }
        catch (Exception error) when (error is QueueFullException or JobStoreException)
        {
            _error = error;
        }
    }

    public override void Complete()
    {
        _cancellation.Dispose();
        if (_error is null) _done.TrySetResult(_result!);
        else _done.TrySetException(_error);
    }

    public override void Fail(Exception error)
    {
        _cancellation.Dispose();
        _done.TrySetException(error);
    }

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Queued) == Queued) _done.TrySetCanceled(token);
    }
}
