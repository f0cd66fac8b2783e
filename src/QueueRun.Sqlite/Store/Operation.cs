namespace QueueRun.Sqlite.Store;

/// <summary>Something that the store was asked to do. It is done with others in one transaction, and is done when that is committed.</summary>
internal abstract class Operation
{
    /// <summary>Whether what it does has to survive a power failure.</summary>
    public required bool IsDurable { get; init; }

    /// <summary>Whether it comes after all others of its transaction: what they have brought is there then.</summary>
    public bool RunsLast { get; init; }

    /// <summary>Does it, within a transaction. An error that is its own is kept for later: those that it shares the transaction with go on.</summary>
    public abstract void Run(Session session);

    /// <summary>The transaction is committed.</summary>
    public abstract void Complete();

    /// <summary>Nothing was done.</summary>
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

    /// <param name="work">What to do. An exception that is not SQLite's must come before it has changed anything.</param>
    /// <param name="cancellationToken">Cancels it, as long as it was not begun.</param>
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
