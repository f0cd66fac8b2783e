using System.Net.WebSockets;
using System.Text;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Wire;

namespace QueueRun.Messaging;

/// <summary>What sockets need of the program.</summary>
internal sealed record SocketServices(MessageEncoding Encoding, IUserDirectory Users, QueueRunMetrics Metrics);

/// <summary>QueueRun's <see cref="ISocket"/>: a context, and whom of it to send to.</summary>
internal sealed class Socket : ISocket
{
    /// <summary>The most users that one call may name.</summary>
    private const int MaxUsers = 100;

    private readonly SocketServices _services;
    private readonly SocketContext _context;
    private readonly string[]? _named;
    private readonly bool _connectionOnly;
    private Socket? _connection;

    public Socket(SocketServices services, SocketContext context) => (_services, _context) = (services, context);

    private Socket(Socket origin, string[]? named, bool connectionOnly) : this(origin._services, origin._context)
        => (_named, _connectionOnly) = (named, connectionOnly);

    public ISocket Connection
    {
        get
        {
            if (_context.Connection is null) throw new InvalidOperationException("There is no current connection: only a WebSocket handler has one.");
            return _connectionOnly ? this : _connection ??= new(this, named: null, connectionOnly: true);
        }
    }

    public ISocket To(string userId)
    {
        ThrowIfNoId(userId, nameof(userId));
        return new Socket(this, [userId], connectionOnly: false);
    }

    public ISocket To(params IEnumerable<string> userIds)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        foreach (var userId in userIds)
        {
            ThrowIfNoId(userId, nameof(userIds));
            if (distinct.Add(userId) && distinct.Count > MaxUsers)
                throw new ArgumentException($"More than {MaxUsers} users were named: send to each .Chunk({MaxUsers}) of them.", nameof(userIds));
        }

        if (distinct.Count == 0) throw new ArgumentException("No user was named: where there may be none, ask before sending.", nameof(userIds));
        return new Socket(this, [.. distinct], connectionOnly: false);
    }

    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default)
    {
        ThrowIfNoId(userId, nameof(userId));
        return _services.Users.IsOnlineAsync(userId, cancellationToken);
    }

    public ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default)
        => SendAsync(_services.Encoding.Encode(message), cancellationToken);

    /// <summary>Sends a message whose writer was emitted.</summary>
    public ValueTask<SendResult> SendAsync<T>(T message, MessageWriter<T> writer, CancellationToken cancellationToken)
        => SendAsync(_services.Encoding.Encode(message, writer), cancellationToken);

    public ValueTask CloseAsync(
        WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null, CancellationToken cancellationToken = default)
    {
        if (!CloseStatus.MayBeSent((int)status))
            throw new ArgumentException($"{(int)status} is no close code that an application may send: 1000 to 1003, 1007 to 1014, or 3000 to 4999.", nameof(status));
        if (reason is not null && Encoding.UTF8.GetByteCount(reason) > CloseStatus.MaxReasonLength)
            throw new ArgumentException($"A close reason has at most {CloseStatus.MaxReasonLength} bytes of UTF-8.", nameof(reason));

        if (Users() is { } users) return _services.Users.CloseAsync(users, (int)status, reason, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Current().Close((int)status, reason);
        return default;
    }

    // Nothing is awaited before the frame is in the outboxes: the order of messages is the order of the calls.
    private ValueTask<SendResult> SendAsync(Frame frame, CancellationToken cancellationToken)
        => _services.Metrics.CountsRecipients || QueueRunTracing.IsOn
            ? SendSeenAsync(frame, cancellationToken)
            : SendUnseenAsync(frame, cancellationToken);

    private async ValueTask<SendResult> SendSeenAsync(Frame frame, CancellationToken cancellationToken)
    {
        using var span = _connectionOnly ? null : QueueRunTracing.StartSend(QueueRunMetrics.KindOf(frame.Opcode));
        try
        {
            var result = await SendUnseenAsync(frame, cancellationToken);
            _services.Metrics.Sent(result.Recipients);
            if (span is not null) QueueRunTracing.EndSend(span, result);
            return result;
        }
        catch (Exception error)
        {
            QueueRunTracing.Fail(span, error);
            throw;
        }
    }

    private ValueTask<SendResult> SendUnseenAsync(Frame frame, CancellationToken cancellationToken)
    {
        try
        {
            return Users() is { } users
                ? SendToUsersAsync(_services.Users.SendAsync(users, frame, _context.Connection, cancellationToken))
                : SendToCurrentAsync(Current().SendAsync(frame, cancellationToken));
        }
        finally
        {
            frame.Release();
        }
    }

    private ValueTask<SendResult> SendToUsersAsync(ValueTask<SendResult> sending)
    {
        // Only who was named can be missed.
        if (_named is not null) return sending;
        return sending.IsCompletedSuccessfully ? new(sending.Result with { Offline = [] }) : AwaitAsync(sending);

        static async ValueTask<SendResult> AwaitAsync(ValueTask<SendResult> sending) => (await sending) with { Offline = [] };
    }

    private static ValueTask<SendResult> SendToCurrentAsync(ValueTask<bool> sending)
    {
        return sending.IsCompletedSuccessfully ? new(Result(sending.Result)) : AwaitAsync(sending);

        static async ValueTask<SendResult> AwaitAsync(ValueTask<bool> sending) => Result(await sending);
        static SendResult Result(bool taken) => new(taken ? 1 : 0, []);
    }

    /// <summary>The users to send to; null for the current connection.</summary>
    private string[]? Users()
    {
        if (_connectionOnly) return null;
        return _named ?? (_context.UserId is { Length: > 0 } current ? [current] : null);
    }

    private Connection Current() => _context.Connection ?? throw new InvalidOperationException(
        "There is nobody to send to: no current user and no current connection. Name the users with To(…), or send from a handler, a hook, " +
        "or an HTTP endpoint whose request is authenticated.");

    private static void ThrowIfNoId(string? userId, string parameter)
    {
        if (string.IsNullOrEmpty(userId)) throw new ArgumentException("A user id is null or empty.", parameter);
    }
}
