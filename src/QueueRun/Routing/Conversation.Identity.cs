using System.Net.WebSockets;
using System.Text.Unicode;
using QueueRun.Connections;
using QueueRun.Diagnostics;

namespace QueueRun.Routing;

// Who the connection belongs to: how that is found out, and what comes of it.
internal sealed partial class Conversation
{
    /// <summary>The question who it is has an answer: a user, or nobody.</summary>
    private void Decide(ISocketUser? user, bool reserved)
    {
        LeaveWaitingRoom();
        if (Interlocked.CompareExchange(ref _answer, Decided, Open) != Open) return; // too late: the connection is closed

        if (string.IsNullOrEmpty(user?.Id)) return;

        lock (_gate)
        {
            if (_ended) return; // the program stops, and has not waited for the method that says who it is

            _connection.User = user;
            _joining = JoinAsync(user, reserved);
        }
    }

    private void LeaveWaitingRoom()
    {
        if (Interlocked.Exchange(ref _authenticationTimer, null) is not { } timer) return;

        timer.Dispose();
        _services.Waiting.Leave();
    }

    private async Task<bool> JoinAsync(ISocketUser user, bool reserved)
    {
        if (!reserved && !await _services.Users.TryReserveAsync(user.Id))
        {
            _connection.User = null;
            _connection.Close((int)WebSocketCloseStatus.PolicyViolation, "too many connections", CloseCause.TooManyConnections);
            return false;
        }

        await _services.Users.JoinAsync(_connection, user);
        return true;
    }

    private async ValueTask<bool> BecomeReadyAsync(Task<bool> joining)
    {
        if (!await joining) return false;

        await _services.Users.ReadyAsync(_connection.User!.Id);
        return true;
    }

    private async ValueTask AuthenticateAsync(HandlerCall call)
    {
        var authenticator = _services.Handlers.Authenticator!;
        if (FindMisfit(authenticator.Kind, call.Message) is { } misfit)
        {
            Recycle(call);
            Metrics.Received(RouteLabel.Authenticate, Dispatch.OutcomeOf(misfit));
            Metrics.Authenticated(AuthenticationOutcome.Failed);
            await SendErrorAsync(misfit);
            NotYet();
            return;
        }

        call.Watch.Start(_services, RouteLabel.Authenticate, authenticator.Kind, call);
        ISocketUser? user = null;
        var answered = false;
        var ended = await RunAsync(
            call, null, authenticator.Name,
            async call =>
            {
                user = await authenticator.InvokeAsync(call);
                answered = true;
            },
            _services.Options.DefaultTimeout, _services.Handlers.AuthenticatorNeedsScope);
        if (!ended || user is null)
        {
            Metrics.Authenticated(ended && answered ? AuthenticationOutcome.Undecided : AuthenticationOutcome.Failed);
            NotYet();
            return;
        }

        Metrics.Authenticated(user.Id.Length > 0 ? AuthenticationOutcome.Authenticated : AuthenticationOutcome.Anonymous);
        Decide(user, reserved: false);
    }

    private static string? FindMisfit(MessageKind kind, InboundMessage message)
    {
        var data = message.Bytes.Memory.Span;
        if (kind is MessageKind.Binary) return message.IsText ? Dispatch.NotAvailable : null;
        if (!message.IsText && !Utf8.IsValid(data)) return Dispatch.NotAvailable;
        return kind is MessageKind.Json ? Dispatch.FindJsonError(data) : null;
    }

    private void NotYet()
    {
        if (++_attempts >= MaxAttempts) NotAuthenticated();
    }

    private void NotAuthenticated()
    {
        if (Interlocked.CompareExchange(ref _answer, Refused, Open) != Open) return;

        _services.Log.NotAuthenticated(_connection.Id);
        _connection.Close((int)WebSocketCloseStatus.PolicyViolation, "not authenticated", CloseCause.NotAuthenticated);
    }
}
