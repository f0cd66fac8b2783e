using System.Net.WebSockets;
using QueueRun.Diagnostics;
using QueueRun.Wire;

namespace QueueRun.Connections;

// How the server ends a connection: with a close frame that reaches the peer, within a limited time.
internal sealed partial class Connection
{
    /// <summary>How long the peer may take to answer the server's close frame.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After a violation, how long earlier messages may be handled before the close frame goes out without their answers.
    /// </summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a peer must be silent after its bytes have lost their meaning: longer than most round trips.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Sends a close frame behind the waiting frames, and drops messages that were read ahead. Only the first call counts.
    /// </summary>
    public void Close(int status, string? reason, CloseCause cause = CloseCause.Application) => Close(status, reason, cause, dropWaiting: false);

    /// <summary>The program stops: a running handler or stream may finish, then the connection is closed.</summary>
    /// <param name="cancelHandlers">Fires when the handler's time is over: it is cancelled, and its client is told.</param>
    /// <param name="closeAnyway">
    /// Fires when the handler has not reacted to its token either: the connection then leaves its user without waiting for it.
    /// </param>
    public async Task ShutDownAsync(CancellationToken cancelHandlers, CancellationToken closeAnyway)
    {
        _inbox.Close(_conversation is { } conversation ? conversation.Refuse : null);
        await using (cancelHandlers.UnsafeRegister(static state => ((Connection)state!)._conversation?.Cancel(), this))
        await using (closeAnyway.UnsafeRegister(static state => ((Connection)state!)._inbox.Abandon(), this))
        {
            await _inbox.IdleAsync();
        }

        if (!_inbox.IsIdle && _conversation is { } begun) await begun.BreakOffAsync();
        Close((int)WebSocketCloseStatus.EndpointUnavailable, "the server is shutting down", CloseCause.Shutdown);
    }

    /// <summary>Ends the connection without a close frame.</summary>
    public void Abort() => _transport.Abort();

    /// <summary>The peer has sent its close frame, which is answered unless it is the answer to the server's own.</summary>
    private async Task CloseByPeerAsync(int? status)
    {
        _watch.Closing(CloseCause.Client, status);
        if (Interlocked.Exchange(ref _closeStarted, 1) == 0) _outbox.Close(Frame.Close(status, null), dropWaiting: false);
        _settings.Log.ClosedByPeer(Id, status);
        if (_transport.HasMore) await DropAsync(null);
    }

    /// <summary>
    /// The peer has broken the protocol: earlier complete messages are handled and answered, then the connection fails (RFC 6455, 7.1.7).
    /// </summary>
    private async Task FailAsync(int status, string? reason)
    {
        _settings.Log.Violation(Id, status, reason);
        var answered = _inbox.IdleAsync();
        if (!answered.IsCompleted) await PauseAsync(Task.WhenAny(answered, Task.Delay(AnswerTimeout, _settings.Time)));

        var cause = status is CloseStatus.TooBig ? CloseCause.TooBig : CloseCause.ProtocolError;
        Close(status, reason, cause, dropWaiting: false, keepRead: true);
        await DropAsync(status);
    }

    /// <summary>
    /// The server's close frame is on its way, and the peer may still be sending. Closing a socket with unread bytes resets it, and the
    /// reset may overtake written data. So the bytes are read until the peer answers, ends or is silent, or until the time for a close has
    /// passed.
    /// </summary>
    private async Task DropAsync(int? status)
    {
        AbortLater();
        while (await _transport.DropAsync(status, Silence, _settings.Time) && !_outbox.IsIdle)
        {
            // A peer that takes nothing until the server has read also counts as silent.
        }
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

    /// <summary>Completes when the server begins to close the connection.</summary>
    private Task ClosingAsync()
    {
        var closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        closing = Interlocked.CompareExchange(ref _closing, closing, null) ?? closing;
        if (IsClosing) closing.TrySetResult(); // closing may have begun before this source existed
        return closing.Task;
    }

    /// <summary>Starts the time in which the peer must take and answer the close frame, or starts it anew.</summary>
    private void AbortLater()
    {
        if (Volatile.Read(ref _closeTimer) is null)
        {
            var timer = _settings.Time.CreateDetachedTimer(static state => ((Connection)state!)._transport.Abort(), this);
            if (Interlocked.CompareExchange(ref _closeTimer, timer, null) is not null) timer.Dispose();
        }

        _closeTimer!.Change(CloseTimeout, Timeout.InfiniteTimeSpan);
    }
}
