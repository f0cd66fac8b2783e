namespace QueueRun.Redis.Cluster;

/// <summary>
/// How long this process may call hooks after its last beat: two thirds of the lease. Another process calls the hooks at the earliest when
/// the lease is over.
/// </summary>
internal sealed class Lease(TimeProvider time, TimeSpan leaseTime) : IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _calls = new(0);
    private TaskCompletionSource _mayCall = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _end;
    private ITimer? _repaired;
    private long _since = long.MinValue;
    private long _until;
    private bool _isHeld;
    private bool _isRepairing;

    /// <summary>Cancelled when hooks may not be called any longer.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_gate) return _calls.Token;
        }
    }

    /// <summary>Whether hooks may be called, as far as the lease is concerned.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate) return Holds();
        }
    }

    /// <summary>Whether a loss of data is being repaired: no hooks are called.</summary>
    public bool IsRepairing
    {
        get
        {
            lock (_gate) return _isRepairing;
        }
    }

    /// <summary>Whether this process has held its lease for a whole lease time without a break: only then it may bury others.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_gate) return Holds() && time.GetElapsedTime(_since) >= leaseTime;
        }
    }

    /// <summary>Completes when hooks may be called.</summary>
    public ValueTask MayCallAsync()
    {
        lock (_gate) return Holds() && !_isRepairing ? default : new(_mayCall.Task);
    }

    /// <summary>A beat was taken.</summary>
    /// <param name="sent">The timestamp at which it was sent.</param>
    /// <param name="repair">How long the repair of a loss still takes.</param>
    public void Renew(long sent, TimeSpan repair)
    {
        var left = (leaseTime * 2 / 3) - time.GetElapsedTime(sent);
        if (left <= TimeSpan.Zero) return;

        lock (_gate)
        {
            if (!Holds())
            {
                _since = sent;
                _calls = new(); // the one before has no timer: it needs no disposal, which could come in the middle of its callbacks
            }

            _isHeld = true;
            _until = sent + (long)(leaseTime.TotalSeconds * 2 / 3 * time.TimestampFrequency);
            _isRepairing = repair > TimeSpan.Zero;
            _end ??= time.CreateTimer(static lease => ((Lease)lease!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _end.Change(left, Timeout.InfiniteTimeSpan);
            _repaired ??= time.CreateTimer(static lease => ((Lease)lease!).Repaired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _repaired.Change(_isRepairing ? repair + TimeSpan.FromMilliseconds(1) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            LetCallsBegin();
        }
    }

    /// <summary>The lease was over, or too little of it is left: tokens of running hooks are cancelled, and none is called.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_isHeld) Lose();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _end?.Dispose();
            _repaired?.Dispose();
        }
    }

    private void Repaired()
    {
        lock (_gate)
        {
            _isRepairing = false;
            LetCallsBegin();
        }
    }

    /// <summary>
    /// Whether the lease is held by the clock: after the process has stood still, the timer may be late. The caller holds the gate.
    /// </summary>
    private bool Holds()
    {
        if (_isHeld && time.GetTimestamp() >= _until) Lose();
        return _isHeld;
    }

    private void Lose()
    {
        _isHeld = false;
        _ = CancelAsync(_calls);
        if (_mayCall.Task.IsCompleted) _mayCall = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Cancels the tokens of running hooks: callbacks are the program's code, and do not run under the lock.</summary>
    private static async Task CancelAsync(CancellationTokenSource calls)
    {
        await Task.Yield();
        try
        {
            calls.Cancel();
        }
        catch (AggregateException)
        {
            // A callback has failed.
        }
    }

    private void LetCallsBegin()
    {
        if (_isHeld && !_isRepairing) _mayCall.TrySetResult();
        else if (_mayCall.Task.IsCompleted) _mayCall = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
