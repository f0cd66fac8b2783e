using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Messaging;
using QueueRun.Wire;

namespace QueueRun.Routing;

/// <summary>
/// The messages of one connection, one at a time: first those that say who it is, then those for handlers. A method that takes too
/// long is left behind, and the next message goes on.
/// </summary>
internal sealed partial class Conversation : IConversation
{
    /// <summary>Methods that may be left behind and still running, before no more is started.</summary>
    private const int MaxLate = 8;

    /// <summary>Messages that may fail to say who it is.</summary>
    private const int MaxAttempts = 5;

    private const int Open = 0, Decided = 1, Refused = 2;

    private readonly ConversationServices _services;
    private readonly Connection _connection;
    private readonly Deadline _deadline;
    private readonly Lock _gate = new();
    private HandlerCall? _call;
    private HandlerCall? _running;
    private ITimer? _authenticationTimer;
    private Task<bool>? _joining;       // the connection becomes its user's; false when there is no place
    private TaskCompletionSource? _lateRoom;
    private long _requests;
    private volatile int _late;
    private string? _lateName;
    private int _attempts;
    private int _answer;    // to the question who it is
    private bool _isReady;  // has joined, and the first message has waited for the online hooks
    private volatile bool _cancelled;
    private volatile bool _ended;

    public Conversation(ConversationServices services, Connection connection)
    {
        (_services, _connection) = (services, connection);
        _deadline = new(services.Time, _gate);
        Socket = new(services.Sockets, new ConnectionContext(connection));
    }

    public Socket Socket { get; }

    public MessageEncoding Encoding => _services.Encoding;

    public string? Running
    {
        get
        {
            lock (_gate) return _running?.Name ?? (_late > 0 ? _lateName : null);
        }
    }

    private QueueRunMetrics Metrics => _services.Sockets.Metrics;

    /// <summary>Whether a stream should end at its next element.</summary>
    public bool IsStopping => _services.Stopping.IsCancellationRequested || _connection.IsClosing;

    /// <summary>
    /// Starts with a user, for whose connection a place is reserved (an empty id: nobody, and no place), or with the question open: then it has a
    /// place in the waiting room.
    /// </summary>
    public void Start(ISocketUser? user)
    {
        if (user is not null || _services.Handlers.Authenticator is null)
        {
            Decide(user, reserved: true);
            return;
        }

        _authenticationTimer = _services.Time.CreateDetachedTimer(static state => ((Conversation)state!).NotAuthenticated(), this);
        _authenticationTimer.Change(_services.Options.AuthenticationTimeout, Timeout.InfiniteTimeSpan);
    }

    public string NextRequestId()
        => string.Create(CultureInfo.InvariantCulture, $"{_connection.Id}:{Interlocked.Increment(ref _requests)}");

    public async ValueTask HandleAsync(InboundMessage message)
    {
        if (LateRoom() is { } room) await room;
        if (_joining is { } joining && !_isReady) _isReady = await BecomeReadyAsync(joining);
        if ((_joining is not null && !_isReady) || IsOver)
        {
            message.Bytes.Return();
            Metrics.Dropped(1);
            return;
        }

        var call = Interlocked.Exchange(ref _call, null) ?? new(this, _connection, _gate, _deadline);
        call.Begin(message);
        if (Volatile.Read(ref _answer) != Decided)
        {
            await AuthenticateAsync(call);
        }
        else if (Dispatch.TryFind(_services.Handlers, message, call.Properties, out var handler, out var error))
        {
            call.Watch.Start(_services, handler.Label, handler.Descriptor.Kind, call);
            await RunAsync(call, handler, handler.Descriptor.Name, handler.Descriptor.InvokeAsync, handler.Timeout, handler.NeedsScope);
        }
        else
        {
            Recycle(call);
            Metrics.Received(RouteLabel.None, Dispatch.OutcomeOf(error));
            await SendErrorAsync(error);
        }
    }

    /// <summary>Sends what a method returned, unless the method took too long.</summary>
    public ValueTask ReplyAsync(HandlerCall call, Frame frame)
    {
        if (call.Timer.IsTimedOut)
        {
            frame.Release();
            _services.Log.LateResult(_connection.Id, call.RequestId, call.Name);
            return default;
        }

        var sending = _connection.SendAsync(frame, CancellationToken.None);
        frame.Release();
        return sending.IsCompletedSuccessfully ? default : WaitForClientAsync(call.Timer, sending);
    }

    // The method has done its part: that the client reads slowly is not to be told as its being late.
    private static async ValueTask WaitForClientAsync(CallTimer timer, ValueTask<bool> sending)
    {
        timer.Pause();
        await sending;
        timer.Restart();
    }

    public void Cancel()
    {
        HandlerCall? running;
        TaskCompletionSource? room;
        lock (_gate)
        {
            _cancelled = true;
            running = _running;
            (room, _lateRoom) = (_lateRoom, null);
        }

        running?.Timer.Cancel();
        room?.SetResult();
    }

    public async ValueTask EndAsync()
    {
        LeaveWaitingRoom();
        Task<bool>? joining;
        lock (_gate)
        {
            _deadline.End();
            (_ended, joining) = (true, _joining);
        }

        if (joining is not null && await joining) await _services.Users.LeaveAsync(_connection, _connection.User!);
    }

    /// <summary>Calls a method within its time; false when it took longer. Errors are told to the client.</summary>
    private ValueTask<bool> RunAsync(
        HandlerCall call, RoutedHandler? handler, string name, Func<HandlerCall, ValueTask> invoke, TimeSpan timeout, bool needsScope)
    {
        AsyncServiceScope? scope = needsScope ? CreateScope() : null;
        call.Invoke(handler, name, scope?.ServiceProvider ?? _services.Root);
        lock (_gate)
        {
            _running = call;
            call.Timer.Start(timeout, _cancelled);
        }

        ValueTask running;
        try
        {
            running = invoke(call);
        }
#pragma warning disable CA1031 // What a user's method throws is told to the client, whatever it is.
        catch (Exception error)
#pragma warning restore CA1031
        {
            running = ValueTask.FromException(error);
        }

        if (running.IsCompletedSuccessfully && scope is null && TryEnd(call))
        {
            call.Watch.End(Outcome.Ok);
            Recycle(call);
            return new(true);
        }

        _ = FollowAsync(call, running, scope);
        return call.Timer.WaitAsync();
    }

    /// <summary>Stays with a method until it has really ended, in time or late.</summary>
    private async Task FollowAsync(HandlerCall call, ValueTask running, AsyncServiceScope? scope)
    {
        Exception? error = null;
        try
        {
            await running;
        }
#pragma warning disable CA1031 // What a user's method throws is told to the client, whatever it is.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            error = thrown;
        }

        try
        {
            if (scope is { } services) await services.DisposeAsync();
        }
#pragma warning disable CA1031 // Disposing a user's service is the user's code too.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            error ??= thrown;
        }

        if (TryEnd(call))
        {
            try
            {
                var (outcome, text) = error is null ? (Outcome.Ok, null) : Report(call, error);
                call.Watch.End(outcome, error);
                Recycle(call);
                if (text is not null) await SendErrorAsync(text);
            }
            finally
            {
                call.Timer.Complete(); // whatever happens: the next message waits for it
            }
        }
        else
        {
            _services.Log.LateEnd(error is OperationCanceledException ? null : error, _connection.Id, call.RequestId, call.Name);
            call.End();
            LateEnded();
        }
    }

    /// <summary>Logs what a method threw; what became of the message, and what the client hears of it, or null.</summary>
    private (string Outcome, string? Text) Report(HandlerCall call, Exception error)
    {
        var log = _services.Log;
        switch (error)
        {
            case OperationCanceledException when _connection.IsClosing || _cancelled:
                log.Cancelled(_connection.Id, call.RequestId, call.Name);
                return (Outcome.Cancelled, null);

            case MessageErrorException refused:
                log.Refused(_connection.Id, call.RequestId, call.Name);
                return (refused.Outcome, refused.Message);

            case SocketErrorException:
                log.Error(error, _connection.Id, call.RequestId, call.Name);
                return (Outcome.Error, error.Message);

            default:
                log.Failed(error, _connection.Id, call.RequestId, call.Name);
                return (Outcome.Failed, _services.Options.DetailedErrors ? error.Message : "internal error");
        }
    }

    // On a thread of the timer: the method may have blocked its own.
    public void TimedOut(HandlerCall call)
    {
        lock (_gate)
        {
            _late++;
            _lateName = call.Name;
            if (_running == call) _running = null;
        }

        call.Watch.Resume(); // the entry belongs to the span
        _services.Log.TimedOut(_connection.Id, call.RequestId, call.Name);
        call.Watch.End(Outcome.TimedOut);
        _ = SendErrorAsync("timed out").AsTask();
    }

    private void LateEnded()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _late--;
            (room, _lateRoom) = (_lateRoom, null);
        }

        room?.SetResult();
    }

    // The connection has left its user; or nobody is there any more, and too many methods ignore it: what was read ahead is not worth one more.
    private bool IsOver => _ended || (_cancelled && _late >= MaxLate);

    private Task? LateRoom()
    {
        if (_late < MaxLate) return null; // only messages make it more, and this is where the next one begins

        lock (_gate)
        {
            if (_late < MaxLate || _cancelled) return null;
            _lateRoom ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _lateRoom.Task;
        }
    }

    private async ValueTask SendErrorAsync(string error)
    {
        var frame = Encoding.EncodeError(error);
        var sending = _connection.SendAsync(frame, CancellationToken.None);
        frame.Release();
        await sending;
    }

    private AsyncServiceScope CreateScope()
    {
        var scope = _services.Root.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ScopeContext>().Bound = new ConnectionContext(_connection);
        return scope;
    }

    /// <summary>A method has ended, in time or not.</summary>
    private bool TryEnd(HandlerCall call)
    {
        lock (_gate)
        {
            if (!call.Timer.TryEnd()) return false;
            _running = null;
            return true;
        }
    }

    /// <summary>The next message may have the call's object.</summary>
    private void Recycle(HandlerCall call)
    {
        call.End();
        Volatile.Write(ref _call, call);
    }
}
