using QueueRun.Calls;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>
/// Calls the methods that the messages of one connection are for, each within its time. A method that takes too long is left behind.
/// Whatever goes wrong is told to the client, as an answer to the message.
/// </summary>
internal sealed class CallRunner
{
    private readonly Conversation _conversation;
    private readonly ConversationServices _services;
    private readonly Connection _connection;
    private readonly Lock _gate;
    private HandlerCall? _spare;    // of a message that is over: the next one may have it. Where none waits, it goes back to the pool
    private RunningCalls _running;
    private WaitingCancels _cancels;
    private volatile bool _isCancelled;

    /// <param name="conversation">What the calls belong to.</param>
    /// <param name="services">What all conversations share.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="gate">The lock of the connection's calls.</param>
    public CallRunner(Conversation conversation, ConversationServices services, Connection connection, Lock gate)
    {
        (_conversation, _services, _connection, _gate) = (conversation, services, connection, gate);
        Late = new(gate);
    }

    /// <summary>The methods that are left behind.</summary>
    public LateCalls Late { get; }

    /// <summary>Whether no method is called any more. Read and written under the lock.</summary>
    public bool IsBrokenOff { get; private set; }

    /// <summary>
    /// Whether nobody is there any more, or the program stops, and too many methods ignore it: what was read ahead is not worth one more.
    /// </summary>
    public bool IsOver => _isCancelled && Late.IsFull;

    /// <summary>The full name of a method that runs, in its time or late; null when none does.</summary>
    public string? Running
    {
        get
        {
            lock (_gate) return _running.Any?.Name ?? Late.Name;
        }
    }

    /// <summary>The number of concurrent methods that run in time.</summary>
    public int Beside
    {
        get
        {
            lock (_gate) return _running.Beside;
        }
    }

    /// <summary>Whether a message waits until another message's method has ended.</summary>
    public bool IsMessageHeld
    {
        get
        {
            lock (_gate) return Late.IsMessageHeld || _running.IsMessageHeld;
        }
    }

    /// <summary>
    /// The task that the next message must wait for, if too many methods are late or run concurrently; null if there is room.
    /// </summary>
    public Task? RoomAsync()
    {
        if (Late.RoomAsync() is { } late) return late;
        if (!_running.HasBeside) return null; // no lock: the number grows only when a message begins, and that happens after this
        lock (_gate) return _running.RoomAsync(_services.Options.MaxConcurrentCalls);
    }

    /// <summary>Takes a message, which owns its bytes until <see cref="Recycle"/>.</summary>
    public HandlerCall Begin(InboundMessage message)
    {
        var call = Interlocked.Exchange(ref _spare, null);
        if (call is null)
        {
            call = _services.Calls.Take() ?? new(_services.Time);
            call.MoveTo(_conversation, _connection, this, _gate);
        }

        call.Begin(message);
        return call;
    }

    /// <summary>
    /// Calls a method with a timeout, and lets the next message reuse the call's object. False if the method is late. Does not wait for the
    /// end of a concurrent method.
    /// </summary>
    public ValueTask<bool> RunAsync(
        HandlerCall call, RoutedHandler? handler, string name, Func<HandlerCall, ValueTask> method, TimeSpan timeout, bool needsScope)
    {
        var scope = needsScope ? CallScope.Create(_services.Root, new ConnectionContext(_connection)) : CallScope.Shared(_services.Root);
        call.Invoke(handler, name, scope.Services);
        string? refusal = null;
        lock (_gate)
        {
            if (IsBrokenOff)
            {
                refusal = Failure.BrokenOff;
            }
            else if (call.HasReference && _cancels.Contain(call.Reference.Span))
            {
                refusal = Failure.CancelledByClient;
            }
            else
            {
                _running.Add(call);
                _connection.Begin();
                call.Timer.Start(timeout, _isCancelled);
            }
        }

        if (refusal is not null) return EndRefusedAsync(call, scope, refusal);
        var isConcurrent = call.IsConcurrent;
        var running = CallScope.Invoke(method, call);
        if (running.IsCompletedSuccessfully && !scope.IsOwn && TryEnd(call))
        {
            call.Watch.End(Outcome.Ok);
            var answering = EndAsync(call);
            return answering.IsCompletedSuccessfully ? new(true) : TrueAfterAsync(answering);
        }

        if (isConcurrent) _connection.Hold();
        _ = FollowAsync(call, running, scope, isConcurrent);
        return isConcurrent ? new(true) : call.Timer.WaitAsync();
    }

    /// <summary>
    /// A message could not be handled: its client is told before this returns, and the next message may have the call's object.
    /// </summary>
    public ValueTask EndWithErrorAsync(HandlerCall call, string error)
    {
        var sending = call.SendErrorAsync(error);
        Recycle(call);
        if (!sending.IsCompleted) _connection.Settle();
        return sending;
    }

    /// <summary>The next message may have the call's object.</summary>
    public void Recycle(HandlerCall call)
    {
        call.End();
        Keep(call);
    }

    /// <summary>
    /// No message waits: the object of the last call goes back to the pool, so that an idle connection holds none. Not if a method has had
    /// its token, which it may have kept: that is of this connection only.
    /// </summary>
    public void Rest()
    {
        if (Interlocked.Exchange(ref _spare, null) is not { } call) return;

        if (!call.Timer.IsFree)
        {
            Keep(call);
            return;
        }

        call.Leave();
        _services.Calls.Return(call);
    }

    /// <summary>The method takes too long. On a thread of the timer: it may have blocked its own.</summary>
    public void TimedOut(HandlerCall call)
    {
        lock (_gate)
        {
            Late.Add(call.Name);
            call.Timer.EndDeadline(); // such an object is not used again
            if (!call.HasReference) _running.Remove(call);
        }

        call.Watch.Resume(); // the entry belongs to the span
        _services.Log.TimedOut(call.Name, call.RequestId, _connection.Id);
        call.Watch.End(Outcome.TimedOut);
        _ = call.SendErrorAsync("timed out").AsTask();
        if (call.HasReference) Leave(call);
        var isConcurrent = call.IsConcurrent;
        LeaveLate(call);
        if (isConcurrent) _connection.Release();
    }

    /// <summary>The client is gone, or the program stops: cancels what runs.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _isCancelled = true;
            foreach (var call in _running) call.Timer.Cancel();
            Late.GiveUp();
        }
    }

    /// <summary>
    /// The client cancels the calls with this reference. Running calls are answered now, waiting calls when their turn comes.
    /// </summary>
    /// <param name="reference">The reference, as the client wrote it.</param>
    /// <param name="mayWait">
    /// Whether messages wait, or one is about to begin: then <see cref="CancelPassed"/> must be called when the cancel's own turn comes.
    /// </param>
    public void Cancel(ReadOnlySpan<byte> reference, bool mayWait)
    {
        lock (_gate)
        {
            if (mayWait) _cancels.Add(reference);
            foreach (var call in _running)
            {
                if (!call.HasReference || !call.Reference.Span.SequenceEqual(reference)) continue;
                _ = call.SendErrorAsync(Failure.CancelledByClient).AsTask();
                call.Timer.Cancel();
            }
        }
    }

    /// <summary>The turn of a cancel has come: all messages before it have begun.</summary>
    public void CancelPassed()
    {
        lock (_gate) _cancels.Remove();
    }

    /// <summary>The program stops, and does not wait for what still runs: its client is told. No method is called from now on.</summary>
    public void BreakOff()
    {
        lock (_gate)
        {
            IsBrokenOff = true;
            foreach (var call in _running) _ = call.SendErrorAsync(Failure.BrokenOff).AsTask(); // under the lock the call cannot end: its message is still there
        }
    }

    /// <summary>Nobody hears any more that a method takes too long. The caller holds the lock.</summary>
    public void EndDeadlines()
    {
        foreach (var call in _running) call.Timer.EndDeadline();
        Interlocked.Exchange(ref _spare, null)?.Timer.EndDeadline(); // taken: another connection must not get it
    }

    /// <summary>Stays with a method until it has really ended, in time or late.</summary>
    private async Task FollowAsync(HandlerCall call, ValueTask running, CallScope scope, bool isConcurrent)
    {
        var error = await scope.EndAsync(running).ConfigureAwait(false);
        if (TryEnd(call))
        {
            try
            {
                var (outcome, text) = error is null ? new(Outcome.Ok, null) : Failure.Report(call, error, _services, _connection.IsClosing, _isCancelled);
                call.Watch.End(outcome, error);
                if (error is null) await EndAsync(call);
                else await FailAsync(call, text);
            }
            finally
            {
                // In any case: the next message waits for this, or, if the method is concurrent, the end of the connection.
                if (isConcurrent) _connection.Release();
                else call.Timer.Complete();
            }
        }
        else
        {
            _services.Log.LateEnd(error is OperationCanceledException ? null : error, call.Name, call.RequestId, _connection.Id);
            LeaveLate(call);
        }
    }

    /// <summary>A method has ended, in time or not.</summary>
    private bool TryEnd(HandlerCall call)
    {
        lock (_gate)
        {
            if (!call.Timer.TryEnd()) return false;
            if (!call.NeedsAnswer) _running.Remove(call);
            return true;
        }
    }

    /// <summary>A call has its answer. Until now, a cancel or a shutdown could answer it.</summary>
    private void Leave(HandlerCall call)
    {
        lock (_gate) _running.Remove(call);
    }

    /// <summary>A method has succeeded. The next message may reuse the call's object.</summary>
    private ValueTask EndAsync(HandlerCall call)
    {
        var answering = call.SendEndAsync();
        if (call.NeedsAnswer) Leave(call);
        Recycle(call);
        return answering;
    }

    /// <summary>A method has failed. The text is null if no client waits for it.</summary>
    private ValueTask FailAsync(HandlerCall call, string? text)
    {
        var answering = text is null ? default : call.SendErrorAsync(text);
        if (call.NeedsAnswer) Leave(call);
        Recycle(call);
        return answering;
    }

    private void Keep(HandlerCall call)
    {
        if (Interlocked.CompareExchange(ref _spare, call, null) is null) return;
        lock (_gate) call.Timer.EndDeadline(); // one spare is enough: this object is not used again
    }

    private static async ValueTask<bool> TrueAfterAsync(ValueTask answering)
    {
        await answering;
        return true;
    }

    /// <summary>
    /// The client cancelled the call before its method began, or the program stops. The client is told before this returns.
    /// </summary>
    private async ValueTask<bool> EndRefusedAsync(HandlerCall call, CallScope scope, string error)
    {
        call.Watch.End(Outcome.Cancelled);
        var answering = EndWithErrorAsync(call, error);
        await scope.EndAsync(default);
        await answering;
        return true;
    }

    /// <summary>A late method has ended, or its client has been told: its message is kept until both have happened.</summary>
    private void LeaveLate(HandlerCall call)
    {
        if (!call.LeaveLate()) return;

        call.End();
        Late.Remove();
    }
}
