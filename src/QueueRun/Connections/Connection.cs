using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Logging;
using QueueRun.Diagnostics;
using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>What all connections share.</summary>
internal sealed record ConnectionSettings(QueueRunOptions Options, TimeProvider Time, QueueRunMetrics Metrics, ILogger<Connection> Log)
{
    /// <summary>Where messages are handled. Local queue: the thread that reads is about to wait, and takes the message itself.</summary>
    public Action<IThreadPoolWorkItem> Queue { get; init; } = static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
}

/// <summary>
/// One open WebSocket: it is read as long as it is open, its messages are handled one at a time and in order, and what is sent to
/// it goes through its outbox.
/// </summary>
internal sealed class Connection : IThreadPoolWorkItem, IPeer
{
    /// <summary>How long the peer may take to answer our close frame.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Frames a second that are no message (pings, pongs, small fragments), before reading pauses: a flood of them costs the server more than
    /// its sender, and nobody needs as many.
    /// </summary>
    private const int MaxEmptyFramesPerSecond = 1000;

    /// <summary>For how many seconds on end a peer may send more of them than that.</summary>
    private const int MaxEmptySeconds = 5;

    private readonly ITransport _transport;
    private readonly bool _compresses;
    private readonly ConnectionSettings _settings;
    private readonly Inbox _inbox;
    private readonly Outbox _outbox;
    private readonly KeepAlive _keepAlive;
    private readonly RateLimit? _rate;
    private ConnectionWatch _watch;
    private ClaimsPrincipal? _principal;       // this and what follows: made when it is needed, which is rare
    private RateLimit? _emptyFrames;
    private ITimer? _closeTimer;
    private TaskCompletionSource? _closing;
    private IConversation? _conversation;
    private int _closeStarted;

    public Connection(string id, ITransport transport, HttpContext httpContext, ConnectionSettings settings)
    {
        (Id, _transport, HttpContext, _settings) = (id, transport, httpContext, settings);
        _principal = httpContext.Features.Get<IHttpAuthenticationFeature>()?.User;
        var (options, time, metrics, _) = settings;
        _compresses = transport.Compresses;
        _watch = new(metrics);
        _inbox = new(options.MaxMessageSize, metrics);
        _outbox = new(transport, time, options.MaxOutboxSize, this);
        _keepAlive = new(time, options.KeepAliveInterval, options.KeepAliveTimeout, this);
        transport.Listener = _keepAlive;
        _rate = options.MaxMessagesPerSecond is { } limit ? new(time, limit) : null;
    }

    /// <summary>Opaque and unguessable.</summary>
    public string Id { get; }

    /// <summary>The upgrade request.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>Who ASP.NET Core says it is.</summary>
    public ClaimsPrincipal Principal => _principal ??= HttpContext.User;

    /// <summary>Who the connection belongs to; null as long as that is open, and for nobody.</summary>
    public ISocketUser? User { get; set; }

    /// <summary>The subprotocol that both sides agreed on, or null.</summary>
    public string? SubProtocol => _transport.SubProtocol;

    /// <summary>Whether a close frame was sent or received, or the transport is over.</summary>
    public bool IsClosing => Volatile.Read(ref _closeStarted) != 0;

    /// <summary>Whether no message that was read waits or is being handled.</summary>
    public bool IsInboxIdle => _inbox.IsIdle;

    /// <summary>Whether nothing waits to be written.</summary>
    public bool IsOutboxIdle => _outbox.IsIdle;

    /// <summary>The full name of a method that runs for this connection, in its time or late; null when none does.</summary>
    public string? Running => _conversation?.Running;

    /// <summary>Bytes that wait to be sent.</summary>
    public long OutboxSize => _outbox.Size;

    /// <summary>Takes a frame at once; false when the connection is closing, or has just been closed for being too slow.</summary>
    public bool TrySend(Frame frame)
    {
        if (_compresses) frame = frame.Compressed;
        if (!_outbox.TrySend(frame)) return false;
        _settings.Metrics.Delivered(frame.Opcode);
        return true;
    }

    /// <summary>Takes a frame and completes when there is room again; false when the connection is closing.</summary>
    public ValueTask<bool> SendAsync(Frame frame, CancellationToken cancellationToken)
    {
        if (_compresses) frame = frame.Compressed;
        var sending = _outbox.SendAsync(frame, cancellationToken);
        // It is in the outbox as long as it waits for room, too.
        if (sending is { IsCompleted: false } or { IsCompletedSuccessfully: true, Result: true }) _settings.Metrics.Delivered(frame.Opcode);
        return sending;
    }

    /// <summary>Runs the connection until it is over.</summary>
    /// <param name="conversation">What its messages mean.</param>
    public async Task RunAsync(IConversation conversation)
    {
        _conversation = conversation;
        var log = _settings.Log;
        log.Opened(Id);
        var lost = true;
        try
        {
            lost = !await ReceiveAsync();
        }
        finally
        {
            // What was read ahead is still handled: a client may send its last message and close.
            Interlocked.Exchange(ref _closeStarted, 1);
            _keepAlive.Stop();
            conversation.Cancel();
            AbortLater();
            await _outbox.StopAsync(dropWaiting: lost);
            await _closeTimer!.DisposeAsync(); // an abort under way is over then
            await _transport.CompleteAsync();
            await _inbox.IdleAsync();
            await conversation.EndAsync();
            _watch.End();
            log.Closed(Id);
        }
    }

    /// <summary>Sends a close frame after what waits, and drops what was read ahead. Only the first call counts.</summary>
    public void Close(int status, string? reason, CloseCause cause = CloseCause.Application) => Close(status, reason, cause, dropWaiting: false);

    /// <summary>The program stops: the handler that runs may finish, then the connection is closed.</summary>
    /// <param name="cancelHandlers">Fires when the handler has had its time.</param>
    /// <param name="closeAnyway">Fires when it has not answered its token either: then the connection leaves its user without waiting for it.</param>
    public async Task ShutDownAsync(CancellationToken cancelHandlers, CancellationToken closeAnyway)
    {
        _inbox.Close();
        await using (cancelHandlers.UnsafeRegister(static state => ((Connection)state!)._conversation?.Cancel(), this))
        await using (closeAnyway.UnsafeRegister(static state => ((Connection)state!)._inbox.Abandon(), this))
        {
            await _inbox.IdleAsync();
        }

        Close((int)WebSocketCloseStatus.EndpointUnavailable, "the server is shutting down", CloseCause.Shutdown);
    }

    /// <summary>Ends the connection without ceremony.</summary>
    public void Abort() => _transport.Abort();

    void IThreadPoolWorkItem.Execute() => _ = HandleWaitingAsync();

    private async Task HandleWaitingAsync()
    {
        var stretch = new Stretch(_settings.Time);
        while (_inbox.TryTake(out var message))
        {
            if (stretch.IsOver) await Task.Yield();
            try
            {
                await _conversation!.HandleAsync(message);
            }
#pragma warning disable CA1031 // A fault of ours must not end the order of the connection in silence.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _settings.Log.Faulted(fault, Id);
                Close((int)WebSocketCloseStatus.InternalServerError, "internal error", CloseCause.InternalError);
            }
        }
    }

    /// <summary>Reads until the peer closes, breaks the protocol or is gone; true when the outbox may still be written.</summary>
    private async Task<bool> ReceiveAsync()
    {
        var stretch = new Stretch(_settings.Time);
        while (true)
        {
            if (stretch.IsOver) await Task.Yield();
            if (_inbox.IsFull(out var room)) await PauseAsync(room);

            var receiving = _transport.ReceiveAsync();
            if (!receiving.IsCompleted) stretch.Waits();
            var received = await receiving;
            switch (received.Kind)
            {
                case ReceivedKind.Text or ReceivedKind.Binary:
                    Post(new(received.Kind is ReceivedKind.Text, received.Data));
                    if (_rate?.Pause() is { } pause) await PauseAsync(Task.Delay(pause, _settings.Time));
                    break;

                case ReceivedKind.Ping:
                    _outbox.Pong(received.Data.Memory.Span);
                    received.Data.Return();
                    break;

                case ReceivedKind.Pong:
                    received.Data.Return();
                    break;

                case ReceivedKind.Fragment:
                    break;

                case ReceivedKind.Close:
                    _watch.Closing(CloseCause.Client, received.Status);
                    if (Interlocked.Exchange(ref _closeStarted, 1) == 0)
                        _outbox.Close(Frame.Close(received.Status, null), dropWaiting: false);
                    _settings.Log.ClosedByPeer(Id, received.Status);
                    return true;

                case ReceivedKind.Violation:
                    _settings.Log.Violation(Id, received.Status!.Value, received.Reason);
                    var cause = received.Status is CloseStatus.TooBig ? CloseCause.TooBig : CloseCause.ProtocolError;
                    Close(received.Status.Value, received.Reason, cause, dropWaiting: false, keepRead: true);
                    break;

                default:
                    return false;
            }

            // A peer that was told to close has nothing to say any more but its own close frame.
            if ((received.Kind is not (ReceivedKind.Text or ReceivedKind.Binary) || IsClosing) && (_emptyFrames ??= new(_settings.Time, MaxEmptyFramesPerSecond)).Pause() is { } breath)
                await PauseAfterEmptyFramesAsync(_emptyFrames, breath);
        }
    }

    private async Task PauseAfterEmptyFramesAsync(RateLimit frames, TimeSpan pause)
    {
        if (frames.PausesInARow > MaxEmptySeconds && !IsClosing)
        {
            const string Reason = "too many frames without a message";
            _settings.Log.Violation(Id, (int)WebSocketCloseStatus.PolicyViolation, Reason);
            Close((int)WebSocketCloseStatus.PolicyViolation, Reason, CloseCause.ProtocolError, dropWaiting: true);
        }

        _keepAlive.Pause();
        await Task.Delay(pause, _settings.Time);
        _keepAlive.Resume();
    }

    private void Post(InboundMessage message)
    {
        if (_inbox.Post(message)) _settings.Queue(this);
    }

    private async Task PauseAsync(Task until)
    {
        _keepAlive.Pause();
        await Task.WhenAny(until, ClosingAsync());
        _keepAlive.Resume();
    }

    private void Close(int status, string? reason, CloseCause cause, bool dropWaiting, bool keepRead = false)
    {
        if (Interlocked.Exchange(ref _closeStarted, 1) != 0) return;

        _watch.Closing(cause, status);
        _settings.Log.Closing(Id, status, reason);
        if (!keepRead) _inbox.Close();
        AbortLater();
        _outbox.Close(Frame.Close(status, reason), dropWaiting);
        Volatile.Read(ref _closing)?.TrySetResult();
    }

    /// <summary>Completes when the connection is being closed by us.</summary>
    private Task ClosingAsync()
    {
        var closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        closing = Interlocked.CompareExchange(ref _closing, closing, null) ?? closing;
        if (IsClosing) closing.TrySetResult(); // it may have begun before there was anything to complete
        return closing.Task;
    }

    /// <summary>The peer has some time to answer our close frame, and to take it. From now on, where it has begun already.</summary>
    private void AbortLater()
    {
        if (Volatile.Read(ref _closeTimer) is null)
        {
            var timer = _settings.Time.CreateDetachedTimer(static state => ((Connection)state!)._transport.Abort(), this);
            if (Interlocked.CompareExchange(ref _closeTimer, timer, null) is not null) timer.Dispose();
        }

        _closeTimer!.Change(CloseTimeout, Timeout.InfiniteTimeSpan);
    }

    TimeSpan IPeer.StuckFor => _outbox.StuckFor;

    void IPeer.Ping() => _outbox.Ping();

    void IPeer.TooSlow() => Close((int)WebSocketCloseStatus.PolicyViolation, "too slow", CloseCause.TooSlow, dropWaiting: true);

    void IPeer.Dead()
    {
        _settings.Log.KeepAliveMissed(Id);
        _watch.Closing(CloseCause.KeepAlive);
        _transport.Abort();
    }
}
