using System.Net.WebSockets;
using System.Text.Unicode;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Wire;

namespace QueueRun.Routing;

/// <summary>
/// Who a connection belongs to. As long as that is open it has a place in the waiting room, and some attempts to say who it is; then the
/// connection joins its user, and its first message waits for the online hooks.
/// </summary>
/// <param name="services">What all conversations share.</param>
/// <param name="connection">The connection.</param>
/// <param name="calls">Calls the method that says who it is.</param>
/// <param name="gate">The lock of the connection's calls.</param>
internal sealed class Authentication(ConversationServices services, Connection connection, CallRunner calls, Lock gate)
{
    /// <summary>Messages that may fail to say who it is.</summary>
    private const int MaxAttempts = 5;

    private const int Open = 0, Decided = 1, Refused = 2;

    private static readonly Task<bool> s_joined = Task.FromResult(true);

    private WaitingRoom.Place? _place;  // as long as it is open who it is
    private Task<bool>? _joining;       // the connection becomes its user's; false when there is no place
    private int _attempts;
    private int _answer;    // to the question who it is
    private bool _isReady;  // has joined, and the first message has waited for the online hooks
    private volatile bool _ended;

    /// <summary>Whether it is known who it is: a user, or nobody.</summary>
    public bool IsDecided => Volatile.Read(ref _answer) == Decided;

    /// <summary>Whether a message need not wait for <see cref="BecomeReadyAsync"/>.</summary>
    public bool IsReady => _isReady || _joining is null;

    /// <summary>Whether no message is handled any more: there was no place for the connection, or it has left its user.</summary>
    public bool IsOver => _ended || !IsReady;

    /// <summary>Whether the first message waits for an online hook.</summary>
    public bool IsMessageHeld
    {
        get
        {
            lock (gate)
            {
                if (_isReady || _joining is not { IsCompletedSuccessfully: true, Result: true }) return false;
            }

            return !services.Users.ReadyAsync(connection.User!.Id).IsCompleted;
        }
    }

    private QueueRunMetrics Metrics => services.Sockets.Metrics;

    /// <summary>
    /// Starts with a user, for whose connection a place is reserved (an empty id: nobody, and no place), or with the question open: then it
    /// has a place in the waiting room.
    /// </summary>
    public void Start(ISocketUser? user)
    {
        if (user is not null || services.Handlers.Authenticator is null)
        {
            Decide(user, reserved: true);
            return;
        }

        var timer = services.Time.CreateDetachedTimer(static state => ((Authentication)state!).NotAuthenticated(), this);
        _place = services.Waiting.Sit(this, timer);
        timer.Change(services.Options.AuthenticationTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A message that is to say who it is.</summary>
    public async ValueTask HandleAsync(HandlerCall call)
    {
        if (_place is { } place && !place.TrySpeak())
        {
            calls.Recycle(call);
            Metrics.Dropped(1);
            return;
        }

        var authenticator = services.Handlers.Authenticator!;
        if (FindMisfit(authenticator.Kind, call) is { } misfit)
        {
            Metrics.Received(RouteLabel.Authenticate, Dispatch.OutcomeOf(misfit));
            Metrics.Authenticated(AuthenticationOutcome.Failed);
            await calls.EndWithErrorAsync(call, misfit);
            NotYet();
            return;
        }

        call.Watch.Start(services, RouteLabel.Authenticate, authenticator.Kind, call);
        ISocketUser? user = null;
        var answered = false;
        var ended = await calls.RunAsync(
            call, null, authenticator.Name,
            async call =>
            {
                user = await authenticator.InvokeAsync(call);
                answered = true;
                if (user is null && call.HasReference) await call.SendErrorAsync("not authenticated");
            },
            services.Options.DefaultTimeout, services.Handlers.AuthenticatorNeedsScope);
        if (!ended || user is null)
        {
            Metrics.Authenticated(ended && answered ? AuthenticationOutcome.Undecided : AuthenticationOutcome.Failed);
            NotYet();
            return;
        }

        Metrics.Authenticated(user.Id.Length > 0 ? AuthenticationOutcome.Authenticated : AuthenticationOutcome.Anonymous);
        Decide(user, reserved: false);
    }

    /// <summary>The first message waits until the connection has joined, and for the online hooks.</summary>
    public async ValueTask BecomeReadyAsync()
    {
        if (!await _joining!) return;

        await services.Users.ReadyAsync(connection.User!.Id);
        _isReady = true;
    }

    /// <summary>Somebody else comes, and the room is full.</summary>
    public void MakePlace()
    {
        if (Interlocked.CompareExchange(ref _answer, Refused, Open) != Open) return;

        services.Log.MadePlace(connection.Id);
        connection.Close((int)WebSocketCloseStatus.PolicyViolation, "too many connections", CloseCause.TooManyUnauthenticated);
    }

    /// <summary>Ends the connection without ceremony.</summary>
    public void Abort() => connection.Abort();

    /// <summary>No more messages come: the connection leaves the waiting room, or its user and its rooms.</summary>
    public async ValueTask EndAsync()
    {
        LeaveWaitingRoom();
        Task<bool>? joining;
        lock (gate) (_ended, joining) = (true, _joining);

        var hasJoined = joining is not null && await joining;
        await services.Users.LeaveAsync(connection, hasJoined ? connection.User : null);
    }

    /// <summary>The question who it is has an answer: a user, or nobody.</summary>
    private void Decide(ISocketUser? user, bool reserved)
    {
        LeaveWaitingRoom();
        if (Interlocked.CompareExchange(ref _answer, Decided, Open) != Open) return; // too late: the connection is closed

        connection.IsAdmitted = true;
        if (string.IsNullOrEmpty(user?.Id)) return;

        var joining = new TaskCompletionSource<bool>();
        lock (gate)
        {
            if (_ended) return; // the program stops, and has not waited for the method that says who it is

            connection.User = user;
            _joining = joining.Task;
        }

        // Outside of the lock: joining takes locks of its own, and may ask other processes.
        _ = JoinAsync(user, reserved, joining);
    }

    private async Task JoinAsync(ISocketUser user, bool reserved, TaskCompletionSource<bool> joining)
    {
        try
        {
            var joined = await TryJoinAsync(user, reserved);
            if (joined) _joining = s_joined; // as long as the connection is open, a task that all of them share is held
            joining.SetResult(joined);
        }
#pragma warning disable CA1031 // Whoever waits for it is told.
        catch (Exception error)
#pragma warning restore CA1031
        {
            joining.SetException(error);
        }
    }

    private async ValueTask<bool> TryJoinAsync(ISocketUser user, bool reserved)
    {
        try
        {
            if (!reserved && !await services.Users.TryReserveAsync(user.Id))
            {
                Refuse((int)WebSocketCloseStatus.PolicyViolation, "too many connections", CloseCause.TooManyConnections);
                return false;
            }
        }
        catch (ClusterUnavailableException)
        {
            Refuse(CloseStatus.TryAgainLater, "try again later", CloseCause.ClusterUnavailable);
            return false;
        }

        await services.Users.JoinAsync(connection, user);
        return true;

        void Refuse(int status, string reason, CloseCause cause)
        {
            connection.User = null;
            connection.Close(status, reason, cause);
        }
    }

    private void LeaveWaitingRoom()
        => Interlocked.Exchange(ref _place, null)?.Leave();

    private string? FindMisfit(MessageKind kind, HandlerCall call)
    {
        var message = call.Message;
        var data = message.Bytes.Memory.Span;
        if (kind is MessageKind.Binary) return message.IsText ? Dispatch.NotAvailable : null;
        if (!message.IsText && !Utf8.IsValid(data)) return Dispatch.NotAvailable;
        if (kind is MessageKind.Json) return Dispatch.FindJsonError(services.Handlers, data, call.Properties);

        // Text may be JSON all the same: then it may have a reference, and the client receives an answer.
        if (services.Handlers.ReadsJson) Dispatch.FindReference(services.Handlers, message, call.Properties);
        return null;
    }

    private void NotYet()
    {
        if (++_attempts >= MaxAttempts) NotAuthenticated();
        else _place?.WaitAgain();
    }

    private void NotAuthenticated()
    {
        if (Interlocked.CompareExchange(ref _answer, Refused, Open) != Open) return;

        _place?.Dismiss();
        services.Log.NotAuthenticated(connection.Id);
        connection.Close((int)WebSocketCloseStatus.PolicyViolation, "not authenticated", CloseCause.NotAuthenticated);
    }
}
