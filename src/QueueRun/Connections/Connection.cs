using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using QueueRun.Diagnostics;
using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>What all connections share.</summary>
internal sealed record ConnectionSettings(QueueRunOptions Options, TimeProvider Time, QueueRunMetrics Metrics, ILogger<Connection> Log)
{
    /// <summary>The timer of their keep-alives.</summary>
    public SharedTimer KeepAlives { get; } = new(Time);

    /// <summary>
    /// Where messages are handled. The local queue: the reading thread is about to wait, and then takes the message itself.
    /// </summary>
    public Action<IThreadPoolWorkItem> Queue { get; init; } = static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
}

/// <summary>
/// One open WebSocket. It is read as long as it is open, its messages begin in order and mostly one at a time, and frames to it go through
/// its outbox.
/// </summary>
internal sealed partial class Connection : IThreadPoolWorkItem, IConnectionEvents
{
    /// <summary>
    /// The most frames a second that are not messages (pings, pongs, small fragments) before reading pauses: a flood of them costs the
    /// server more than its sender, and no client needs so many.
    /// </summary>
    private const int MaxEmptyFramesPerSecond = 1000;

    /// <summary>For how many seconds in a row a peer may exceed <see cref="MaxEmptyFramesPerSecond"/>.</summary>
    private const int MaxEmptySeconds = 5;

    private readonly ITransport _transport;
    private readonly bool _compresses;
    private readonly ConnectionSettings _settings;
    private readonly Inbox _inbox;
    private readonly Outbox _outbox;
    private readonly KeepAlive _keepAlive;
    private readonly RateLimit? _rate;
    private ConnectionWatch _watch;
    private ClaimsPrincipal? _principal;       // this field and the next ones are set when needed, which is rare
    private RateLimit? _emptyFrames;
    private ITimer? _closeTimer;
    private TaskCompletionSource? _closing;
    private IConversation? _conversation;
    private int _closeStarted;
    private int _standing;

    /// <param name="id">Opaque and unguessable.</param>
    /// <param name="transport">The wire.</param>
    /// <param name="upgrade">What is kept of the upgrade request.</param>
    /// <param name="settings">What all connections share.</param>
    public Connection(string id, ITransport transport, UpgradeRequest upgrade, ConnectionSettings settings)
    {
        (Id, _transport, _settings) = (id, transport, settings);
        (HttpContext, UpgradeSpan, _principal) = (upgrade.Lasting, upgrade.Span, upgrade.Principal);
        var (options, time, metrics, _) = settings;
        _compresses = transport.Compresses;
        _watch = new(metrics);
        _inbox = new(options.MaxMessageSize, metrics);
        _outbox = new(transport, time, options.MaxOutboxSize, this);
        _keepAlive = new(settings.KeepAlives, options.KeepAliveInterval, options.KeepAliveTimeout, this);
        transport.Listener = _keepAlive;
        _rate = options.MaxMessagesPerSecond is { } limit ? new(time, limit) : null;
    }

    /// <summary>Opaque and unguessable.</summary>
    public string Id { get; }

    /// <summary>The upgrade request; null if it has ended.</summary>
    public HttpContext? HttpContext { get; }

    /// <summary>The link to the span of the upgrade request, for the spans of messages; null if it has none.</summary>
    public ActivityLink[]? UpgradeSpan { get => field ??= HttpContext is { } lasting ? UpgradeRequest.SpanOf(lasting) : null; private init; }

    /// <summary>The principal of the connection's user; if the user has none, the principal that ASP.NET Core has authenticated.</summary>
    public ClaimsPrincipal Principal => User?.Principal ?? (_principal ??= HttpContext?.User ?? new(new ClaimsIdentity()));

    /// <summary>The connection's user; null if the connection is anonymous or not yet authenticated.</summary>
    public ISocketUser? User { get; set; }

    /// <summary>
    /// Whether it is decided who the connection belongs to: a user, or nobody. Until then nothing reaches it but what answers it.
    /// </summary>
    public bool IsAdmitted { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>
    /// Where it stands with its user and its rooms. Setting it is a full fence: one thread sets it and then looks for the connection's
    /// rooms, another enters a room and then reads it; at least one of them sees what the other did.
    /// </summary>
    public Standing Standing { get => (Standing)Volatile.Read(ref _standing); set => Interlocked.Exchange(ref _standing, (int)value); }

    /// <summary>
    /// The membership of the connection's user, so that it need not be looked up; null if the connection has not joined its user, or has
    /// left.
    /// </summary>
    public Membership? Membership { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>The subprotocol that both sides agreed on, or null.</summary>
    public string? SubProtocol => _transport.SubProtocol;

    /// <summary>Whether a close frame was sent or received, or the transport has ended.</summary>
    public bool IsClosing => Volatile.Read(ref _closeStarted) != 0;

    /// <summary>Bytes that wait to be sent.</summary>
    public long OutboxSize => _outbox.Size;

    /// <summary>Adds a frame at once; false if the connection is closing, or has just been closed as too slow.</summary>
    public bool TrySend(Frame frame)
    {
        if (_compresses) frame = frame.Compressed;
        if (!_outbox.TrySend(frame)) return false;
        _settings.Metrics.Delivered(frame.IsBinary);
        return true;
    }

    /// <summary>Adds a frame and completes when there is room again; false if the connection is closing.</summary>
    public ValueTask<bool> SendAsync(Frame frame, CancellationToken cancellationToken)
    {
        if (_compresses) frame = frame.Compressed;
        var sending = _outbox.SendAsync(frame, cancellationToken);
        // While the send waits for room, its frame is in the outbox too.
        if (sending is { IsCompleted: false } or { IsCompletedSuccessfully: true, Result: true }) _settings.Metrics.Delivered(frame.IsBinary);
        return sending;
    }

    /// <summary>Whether received messages wait, or a message is being handled that they would wait for.</summary>
    public bool MayMessagesWait => _inbox.IsTaken;

    /// <summary>A message's handler is concurrent: the connection does not end before <see cref="Release"/>.</summary>
    public void Hold() => _inbox.Hold();

    /// <summary>A concurrent handler has ended.</summary>
    public void Release() => _inbox.Release();

    /// <inheritdoc cref="Inbox.Begin"/>
    public void Begin() => _inbox.Begin();

    /// <inheritdoc cref="Inbox.Settle"/>
    public void Settle() => _inbox.Settle();

    /// <inheritdoc cref="Inbox.SettledAsync"/>
    public Task SettledAsync() => _inbox.SettledAsync();

    /// <summary>Runs the connection until it has ended.</summary>
    /// <remarks>
    /// An idle connection waits here. This is one method, and it awaits the pipe itself, because each method that waits costs memory as
    /// long as the connection is open.
    /// </remarks>
    /// <param name="conversation">Handles the connection's messages.</param>
    public async Task RunAsync(IConversation conversation)
    {
        _conversation = conversation;
        _settings.Log.Opened(Id);
        var stretch = new YieldBudget(_settings.Time);
        var lost = true;
        try
        {
            for (var open = true; open;)
            {
                if (stretch.IsOver) await Task.Yield();
                if (_inbox.IsFull(out var room)) await PauseAsync(room);
                if (!_transport.TryReceive(out var received))
                {
                    ReadResult read;
                    try
                    {
                        var reading = _transport.ReadAsync();
                        if (!reading.IsCompleted) stretch.Waits();
                        read = await reading;
                    }
#pragma warning disable CA1031 // Any exception of a pipe means that the connection has ended; each transport has its own kinds.
                    catch (Exception)
#pragma warning restore CA1031
                    {
                        break;
                    }

                    _transport.Accept(read);
                    continue;
                }

                // The only part that is needed after a wait: such a local takes memory as long as the connection is open.
                var kind = received.Kind;
                switch (kind)
                {
                    case ReceivedKind.Text or ReceivedKind.Binary:
                        var message = new InboundMessage(kind is ReceivedKind.Text, received.Data);
                        if (!_conversation.TryHandleAtOnce(ref message, out var answering)) Post(message);
                        else if (!answering.IsCompleted) await PauseAsync(answering.AsTask());
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
                        await CloseByPeerAsync(received.Status);
                        (lost, open) = (false, false);
                        break;

                    case ReceivedKind.Violation:
                        await FailAsync(received.Status!.Value, received.Reason);
                        (lost, open) = (false, false);
                        break;

                    default:
                        open = false;
                        break;
                }

                // After the server's close frame, only the peer's own close frame matters.
                if (open && (kind is not (ReceivedKind.Text or ReceivedKind.Binary) || IsClosing)
                    && (_emptyFrames ??= new(_settings.Time, MaxEmptyFramesPerSecond)).Pause() is { } breath)
                {
                    await PauseAfterEmptyFramesAsync(_emptyFrames, breath);
                }
            }
        }
        finally
        {
            await EndAsync(lost);
        }
    }

    /// <summary>Nothing more is read.</summary>
    /// <param name="lost">Whether the peer is gone: then nothing more is written either.</param>
    private async Task EndAsync(bool lost)
    {
        // Messages that were read ahead are still handled: a client may send its last message and close.
        Interlocked.Exchange(ref _closeStarted, 1);
        _keepAlive.Stop();
        _conversation!.Cancel();
        AbortLater();
        await _outbox.StopAsync(dropWaiting: lost);
        await _closeTimer!.DisposeAsync(); // waits for an abort that is under way
        await _transport.CompleteAsync();
        await _inbox.IdleAsync();
        await _conversation.EndAsync();
        _watch.End();
        _settings.Log.Closed(Id);
    }

    void IThreadPoolWorkItem.Execute() => _ = HandleWaitingAsync();

    private async Task HandleWaitingAsync()
    {
        var stretch = new YieldBudget(_settings.Time);
        while (_inbox.TryTake(out var message))
        {
            if (stretch.IsOver) await Task.Yield();
            try
            {
                await _conversation!.HandleAsync(message);
            }
#pragma warning disable CA1031 // An error in QueueRun must not end the connection silently.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _settings.Log.Faulted(fault, Id);
                Close((int)WebSocketCloseStatus.InternalServerError, "internal error", CloseCause.InternalError);
            }
        }

        _conversation!.Rest();
    }

    private async Task PauseAfterEmptyFramesAsync(RateLimit frames, TimeSpan pause)
    {
        if (frames.PausesInARow > MaxEmptySeconds && !IsClosing)
        {
            const string Reason = "too many frames without a message";
            _settings.Log.Violation(Id, (int)WebSocketCloseStatus.PolicyViolation, Reason);
            Close((int)WebSocketCloseStatus.PolicyViolation, Reason, CloseCause.ProtocolError, dropWaiting: true);
        }

        var breath = Task.Delay(pause, _settings.Time);
        _keepAlive.Pause(breath);
        await breath;
        _keepAlive.Resume();
    }

    private void Post(InboundMessage message)
    {
        if (_inbox.Post(message)) _settings.Queue(this);
    }

    private async Task PauseAsync(Task until)
    {
        _keepAlive.Pause(until);
        await Task.WhenAny(until, ClosingAsync());
        _keepAlive.Resume();
    }

    TimeSpan IConnectionEvents.StuckFor => _outbox.StuckFor;

    void IConnectionEvents.Ping() => _outbox.Ping();

    void IConnectionEvents.TooSlow() => Close((int)WebSocketCloseStatus.PolicyViolation, "too slow", CloseCause.TooSlow, dropWaiting: true);

    void IConnectionEvents.Dead()
    {
        _settings.Log.KeepAliveMissed(Id);
        _watch.Closing(CloseCause.KeepAlive);
        _transport.Abort();
    }
}
