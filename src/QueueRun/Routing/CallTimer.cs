using System.Threading.Tasks.Sources;
using QueueRun.Calls;

namespace QueueRun.Routing;

/// <summary>
/// The time of a call for a message, which is waited for only as long as it is not late. Reused from call to call.
/// </summary>
/// <param name="deadline">The call's own.</param>
/// <param name="call">The call.</param>
internal sealed class CallTimer(Deadline deadline, HandlerCall call) : TimedCall(deadline), IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _outcome;

    /// <inheritdoc cref="TimedCall.Start"/>
    public new void Start(TimeSpan timeout, bool cancelled)
    {
        _outcome.Reset();
        base.Start(timeout, cancelled);
    }

    /// <inheritdoc cref="Deadline.MoveTo"/>
    public void MoveTo(Lock? gate) => Deadline.MoveTo(gate);

    /// <summary>Nobody has the call, and nobody will: its timer ends.</summary>
    public void Drop()
    {
        lock (Gate) EndDeadline();
    }

    /// <inheritdoc cref="TimedCall.IsFree"/>
    public new bool IsFree => base.IsFree;

    /// <summary>True when the call has ended and <see cref="Complete"/> was called; false when it timed out.</summary>
    public ValueTask<bool> WaitAsync() => new(this, _outcome.Version);

    /// <summary>Lets <see cref="WaitAsync"/> go on after a call that has ended.</summary>
    public void Complete() => _outcome.SetResult(true);

    protected override void TimedOut()
    {
        call.Runner.TimedOut(call);
        Cancel();
        _outcome.SetResult(false);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _outcome.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _outcome.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _outcome.OnCompleted(continuation, state, token, flags);
}
