using System.Globalization;
using System.Text.Unicode;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Messaging;
using QueueRun.Wire;

namespace QueueRun.Routing;

/// <summary>
/// The messages of one connection, one after the other: first those that say who it is, then those for handlers. A method that takes too
/// long is left behind, and the next message goes on.
/// </summary>
internal sealed class Conversation : IConversation
{
    private readonly ConversationServices _services;
    private readonly Connection _connection;
    private readonly CallRunner _calls;
    private readonly Authentication _authentication;
    private readonly Lock _gate = new();
    private InboundMessage? _held; // the message that waits until it may begin
    private long _requests;

    public Conversation(ConversationServices services, Connection connection)
    {
        (_services, _connection) = (services, connection);
        _calls = new(this, services, connection, _gate);
        _authentication = new(services, connection, _calls, _gate);
        Socket = new(services.Sockets, new ConnectionContext(connection));
    }

    public Socket Socket { get; }

    public MessageEncoding Encoding => _services.Encoding;

    public ILogger<Conversation> Log => _services.Log;

    public string? Running => _calls.Running;

    public int Beside => _calls.Beside;

    public bool IsMessageHeld => _calls.IsMessageHeld || _authentication.IsMessageHeld;

    private QueueRunMetrics Metrics => _services.Sockets.Metrics;

    /// <inheritdoc cref="Authentication.Start"/>
    public void Start(ISocketUser? user) => _authentication.Start(user);

    public string NextRequestId()
        => string.Create(CultureInfo.InvariantCulture, $"{_connection.Id}:{Interlocked.Increment(ref _requests)}");

    public bool TryHandleAtOnce(ref InboundMessage message, out ValueTask answering)
    {
        answering = default;
        var text = message.Bytes.Memory;
        if (!_services.Handlers.ReadsJson || !(message.IsText || IsTextInBytes(text.Span))) return false;
        switch (UrgentMessage.Read(text.Span, out var reference))
        {
            case UrgentMessage.Kind.Ping:
                var sending = SendAsync(Encoding.Encode<object?>(null, new Envelope(text[reference], AnswerPart.Result)));
                if (!sending.IsCompletedSuccessfully) answering = new(sending.AsTask());
                break;

            case UrgentMessage.Kind.Cancel:
                message = message with { IsHandled = _connection.MayMessagesWait };
                _calls.Cancel(text.Span[reference], mayWait: message.IsHandled);
                if (message.IsHandled) return false;
                break;

            default:
                return false;
        }

        message.Bytes.Return();
        Metrics.Received(RouteLabel.None, Outcome.Ok);
        return true;
    }

    public async ValueTask HandleAsync(InboundMessage message)
    {
        if (message.IsHandled)
        {
            _calls.CancelPassed();
            message.Bytes.Return();
            Metrics.Received(RouteLabel.None, Outcome.Ok);
            return;
        }

        var room = _calls.RoomAsync();
        if ((room is not null || !_authentication.IsReady) && !await WaitAsync(message, room)) return;
        if (_authentication.IsOver || _calls.IsOver)
        {
            Refuse(message); // the client may still be there: the program may be stopping
            Metrics.Dropped(1);
            return;
        }

        var call = _calls.Begin(message);
        if (!_authentication.IsDecided)
        {
            await _authentication.HandleAsync(call);
        }
        else if (Dispatch.TryFind(_services.Handlers, message, call.Properties, out var handler, out var error))
        {
            call.Watch.Start(_services, handler.Label, handler.Descriptor.Kind, call);
            await _calls.RunAsync(call, handler, handler.Descriptor.Name, handler.InvokeAsync, handler.Timeout, handler.NeedsScope);
        }
        else
        {
            await RefuseAsync(call, error);
        }
    }

    /// <summary>
    /// Sends a frame to the client, and releases it. Completes when there is room again; false when the connection is closing.
    /// </summary>
    public ValueTask<bool> SendAsync(Frame frame)
    {
        var sending = _connection.SendAsync(frame, CancellationToken.None);
        frame.Release();
        return sending;
    }

    public void Rest() => _calls.Rest();

    public void Cancel() => _calls.Cancel();

    public void Refuse(InboundMessage message)
    {
        if (!message.IsHandled && _services.Handlers.ReadsJson)
        {
            var call = _calls.Begin(message);
            if (Dispatch.FindReference(_services.Handlers, message, call.Properties)) _ = call.SendErrorAsync(Failure.BrokenOff).AsTask();
            _calls.Recycle(call);
            return;
        }

        message.Bytes.Return();
    }

    public Task BreakOffAsync()
    {
        InboundMessage? held;
        Task settled;
        lock (_gate)
        {
            (held, _held) = (_held, null);
            _calls.BreakOff();
            settled = held is null ? _connection.SettledAsync() : Task.CompletedTask;
        }

        if (held is { } message) Refuse(message);
        return settled;
    }

    public ValueTask EndAsync()
    {
        lock (_gate) _calls.EndDeadlines();
        return _authentication.EndAsync();
    }

    /// <summary>A message waits until it may begin. False if the program stops first: then the message is refused.</summary>
    private async ValueTask<bool> WaitAsync(InboundMessage message, Task? room)
    {
        if (!TryHold(message))
        {
            Refuse(message);
            return false;
        }

        for (; room is not null; room = _calls.RoomAsync()) await room;
        if (!_authentication.IsReady) await _authentication.BecomeReadyAsync();
        lock (_gate)
        {
            if (_held is null) return false;
            _held = null;
            return true;
        }
    }

    private bool TryHold(InboundMessage message)
    {
        lock (_gate)
        {
            if (_calls.IsBrokenOff) return false;

            _held = message;
            return true;
        }
    }

    private bool IsTextInBytes(ReadOnlySpan<byte> bytes) => _services.Handlers.DefaultBinary is null && Utf8.IsValid(bytes);

    private ValueTask RefuseAsync(HandlerCall call, string error)
    {
        Metrics.Received(RouteLabel.None, Dispatch.OutcomeOf(error));
        return _calls.EndWithErrorAsync(call, error == Dispatch.NotAvailable ? DescribeNotAvailable(call) : error);
    }

    /// <summary>What the client hears where no handler takes a message. Why is looked for only where somebody is told.</summary>
    private string DescribeNotAvailable(HandlerCall call)
    {
        var isLogged = _services.Log.IsEnabled(LogLevel.Debug);
        var isTold = _services.Options.DetailedErrors;
        if ((!isLogged && !isTold) || Dispatch.WhyNotAvailable(_services.Handlers, call.Message, call.Properties) is not { } reason) return Dispatch.NotAvailable;

        if (isLogged) _services.Log.NotAvailable(call.RequestId, _connection.Id, reason);
        return isTold ? $"{Dispatch.NotAvailable}: {reason}" : Dispatch.NotAvailable;
    }
}
