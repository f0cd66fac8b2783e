namespace QueueRun.Testing;

/// <summary>
/// An event that the program waits for and the test raises: the answer of a fake service, or a gate. A handler, hook or job that waits for
/// the signal holds up neither <see cref="TestClient.SendAsync"/> nor the clock; once the signal is <see cref="Set">set</see>, the method
/// counts as running again. Needs <c>UseVirtualTime</c>, which a <see cref="TestSocketHost"/> has from the start.
/// </summary>
/// <typeparam name="T">The type of the signal's value.</typeparam>
public sealed class TestSignal<T>
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Waiter> _waiting = [];

    /// <summary>Waits until the test sets the signal. The program may call it any number of times.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The value that the test sets; at once if it is already set.</returns>
    public Task<T> WaitAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);

        Waiter waiter;
        lock (_gate)
        {
            if (_outcome.Task.IsCompleted) return _outcome.Task;
            _waiting.Add(waiter = new(Flow.Current));
            waiter.Flow?.Wait();
        }

        waiter.Cancellation = cancellationToken.UnsafeRegister(
            _ => Release(waiter, source => source.TrySetCanceled(cancellationToken)), null);
        return waiter.Source.Task;
    }

    /// <summary>Completes every wait for the signal, present and future.</summary>
    /// <param name="value">The value that each wait returns.</param>
    /// <exception cref="InvalidOperationException">The signal was already set.</exception>
    public void Set(T value) => Release(source => source.SetResult(value));

    /// <summary>Lets every wait for the signal fail, present and future.</summary>
    /// <param name="error">The exception that each wait throws.</param>
    /// <exception cref="InvalidOperationException">The signal was already set.</exception>
    public void Fail(Exception error) => Release(source => source.SetException(error));

    private void Release(Action<TaskCompletionSource<T>> complete)
    {
        Waiter[] waiting;
        lock (_gate)
        {
            complete(_outcome);
            waiting = [.. _waiting];
        }

        foreach (var waiter in waiting) Release(waiter, complete);
    }

    private void Release(Waiter waiter, Action<TaskCompletionSource<T>> complete)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(waiter)) return;
        }

        waiter.Flow?.GoOn(); // before the wait completes: from now on the method counts as running
        complete(waiter.Source);
        waiter.Cancellation.Unregister();
    }

    private sealed class Waiter(Flow? flow)
    {
        public Flow? Flow => flow;

        public TaskCompletionSource<T> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenRegistration Cancellation { get; set; }
    }
}

/// <inheritdoc cref="TestSignal{T}"/>
public sealed class TestSignal
{
    private readonly TestSignal<bool> _signal = new();

    /// <inheritdoc cref="TestSignal{T}.WaitAsync"/>
    /// <returns>A task that completes when the signal is set.</returns>
    public Task WaitAsync(CancellationToken cancellationToken = default) => _signal.WaitAsync(cancellationToken);

    /// <summary>Completes every wait for the signal, present and future.</summary>
    /// <exception cref="InvalidOperationException">The signal was already set.</exception>
    public void Set() => _signal.Set(true);

    /// <inheritdoc cref="TestSignal{T}.Fail"/>
    public void Fail(Exception error) => _signal.Fail(error);
}
