using QueueRun.Routing;

namespace QueueRun.Testing;

/// <summary>
/// One running call of a method of the program. All work that its code starts belongs to it, on any thread: the execution context carries
/// it, and shows whether a thread runs its code at this moment.
/// </summary>
internal sealed class Flow(Flows flows, HandlerCall? call = null, string? userId = null, string? jobId = null)
{
    private static readonly AsyncLocal<Flow?> _current = new(static change =>
    {
        change.PreviousValue?.Leave();
        change.CurrentValue?.Enter();
    });

    private int _threads;
    private int _waits;
    private volatile bool _isTold;
    private CancellationTokenRegistration _telling;
    private CancellationToken _token;

    /// <summary>The call to which the current code belongs, or null.</summary>
    public static Flow? Current => _current.Value;

    /// <summary>The connection whose message the method handles; null in a hook and in a job.</summary>
    public string? ConnectionId { get; } = call?.ConnectionId;

    /// <summary>The user of the hook; null for other methods.</summary>
    public string? UserId => userId;

    /// <summary>The job that the method does; null for other methods.</summary>
    public string? JobId => jobId;

    /// <summary>Whether the next message no longer waits for this method.</summary>
    public bool IsLate => call?.Timer.IsTimedOut ?? false;

    /// <summary>Whether the method is concurrent, and in time: the next message does not wait for it.</summary>
    public bool IsBeside => call is { IsConcurrent: true };

    /// <summary>Whether no code of the method runs now.</summary>
    public bool IsStill => Volatile.Read(ref _threads) == 0;

    /// <summary>Whether the method's token was cancelled, and all callbacks of the token have run.</summary>
    public bool IsTold => _isTold;

    /// <summary>
    /// Whether the method waits for the test: it has set a timer on the test's clock or waits for a <see cref="TestSignal"/>, none of its
    /// code runs, and the callbacks of a cancelled token have run.
    /// </summary>
    public bool IsWaiting => Volatile.Read(ref _waits) > 0 && IsStill && (_isTold || !(IsLate || _token.IsCancellationRequested));

    /// <summary>From here on, code belongs to this call: the method and its callees, not its caller.</summary>
    public void Begin(CancellationToken token)
    {
        _token = token;
        _telling = token.UnsafeRegister(static flow => ((Flow)flow!)._isTold = true, this); // the first registration is called last
        _current.Value = this;
    }

    public void End() => _telling.Dispose();

    /// <summary>The method begins to wait for the test.</summary>
    public void Wait()
    {
        Interlocked.Increment(ref _waits);
        flows.Moved();
    }

    /// <summary>The end of the wait. Called before the method goes on: from now on it counts as running.</summary>
    public void GoOn()
    {
        Interlocked.Decrement(ref _waits);
        flows.Moved();
    }

    private void Enter()
    {
        Interlocked.Increment(ref _threads);
        flows.Moved();
    }

    private void Leave()
    {
        Interlocked.Decrement(ref _threads);
        flows.Moved();
    }
}
