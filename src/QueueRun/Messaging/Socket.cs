using System.Net.WebSockets;
using System.Text;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Wire;

namespace QueueRun.Messaging;

/// <summary>The parts of the program that sockets use.</summary>
internal sealed record SocketServices(MessageEncoding Encoding, IUserDirectory Users, QueueRunMetrics Metrics);

/// <summary>QueueRun's <see cref="ISocket"/>: a context, and the choice of recipients.</summary>
internal sealed class Socket : ISocket
{
    /// <summary>The maximum number of users in one call.</summary>
    private const int MaxUsers = 100;

    /// <summary>The maximum length of a room's name, in characters.</summary>
    private const int MaxRoomLength = 200;

    private readonly SocketServices _services;
    private readonly SocketContext _context;
    private readonly Target _target;
    private readonly string[]? _named;
    private readonly string? _room;
    private readonly bool _others;
    private Socket? _connection;

    /// <summary>The kinds of recipients.</summary>
    private enum Target
    {
        /// <summary>All connections of the current user; the current connection if it has no user.</summary>
        Current,

        /// <summary>The current connection.</summary>
        Connection,

        /// <summary>The named users.</summary>
        Users,

        /// <summary>A room.</summary>
        Room,

        /// <summary>All connections.</summary>
        All,
    }

    public Socket(SocketServices services, SocketContext context) => (_services, _context) = (services, context);

    private Socket(Socket origin, Target target, string[]? named = null, string? room = null, bool others = false) : this(origin._services, origin._context)
        => (_target, _named, _room, _others) = (target, named, room, others);

    public ISocket Connection
    {
        get
        {
            if (_context.Connection is null) throw new InvalidOperationException("There is no current connection: only a WebSocket handler has one.");
            return _target is Target.Connection && !_others ? this : _connection ??= new(this, Target.Connection);
        }
    }

    public ISocket Others => _others ? this : new Socket(this, _target, _named, _room, others: true);

    public ISocket All => new Socket(this, Target.All);

    public ISocket To(string userId)
    {
        ThrowIfNoId(userId, nameof(userId));
        return new Socket(this, Target.Users, [userId]);
    }

    public ISocket To(params IEnumerable<string> userIds)
        => new Socket(this, Target.Users, Distinct(userIds, "No user was named: if the list may be empty, check it before sending."));

    public ISocket ToRoom(string room)
    {
        ThrowIfNoRoom(room);
        return new Socket(this, Target.Room, room: room);
    }

    public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default)
    {
        ThrowIfNoId(userId, nameof(userId));
        return _services.Users.IsOnlineAsync(userId, cancellationToken);
    }

    public ValueTask<IReadOnlyList<string>> OnlineAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default)
        => _services.Users.OnlineAsync(Distinct(userIds, null), cancellationToken);

    public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken = default)
    {
        ThrowIfNoRoom(room);
        return _services.Users.MembersAsync(room, cancellationToken);
    }

    public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default)
    {
        ThrowIfNoRoom(room);
        return _services.Users.EnterAsync(Movable(), room, cancellationToken);
    }

    public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default)
    {
        ThrowIfNoRoom(room);
        return _services.Users.ExitAsync(Movable(), room, cancellationToken);
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
            throw new ArgumentException($"{(int)status} is not a close code that an application may send: 1000 to 1003, 1007 to 1014, or 3000 to 4999.", nameof(status));
        if (reason is not null && Encoding.UTF8.GetByteCount(reason) > CloseStatus.MaxReasonLength)
            throw new ArgumentException($"A close reason has at most {CloseStatus.MaxReasonLength} bytes of UTF-8.", nameof(reason));

        var who = Whom();
        if (who is not { Connection: { } connection, LeavesOutSender: false }) return _services.Users.CloseAsync(who, (int)status, reason, cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        connection.Close((int)status, reason);
        return default;
    }

    // Nothing is awaited before the frame is in the outboxes, so messages have the order of the calls.
    private ValueTask<SendResult> SendAsync(Frame frame, CancellationToken cancellationToken)
        => _services.Metrics.CountsRecipients || QueueRunTracing.IsOn
            ? SendSeenAsync(frame, cancellationToken)
            : SendUnseenAsync(frame, cancellationToken);

    private async ValueTask<SendResult> SendSeenAsync(Frame frame, CancellationToken cancellationToken)
    {
        using var span = _target is Target.Connection ? null : QueueRunTracing.StartSend(frame.IsBinary);
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
        ValueTask<SendResult> sending;
        try
        {
            var to = Whom();
            sending = to.Connection is not { } connection ? SendToUsersAsync(_services.Users.SendAsync(to, frame, cancellationToken))
                : SendToConnectionAsync(to.LeavesOutSender ? SendToNobodyAsync(cancellationToken) : connection.SendAsync(frame, cancellationToken));
        }
        catch
        {
            frame.Release();
            throw;
        }

        // The frame is held until the send has completed: the directory may wait before it puts the frame into an outbox.
        if (!sending.IsCompleted) return HoldAsync(frame, sending);

        frame.Release();
        return sending;
    }

    private static async ValueTask<SendResult> HoldAsync(Frame frame, ValueTask<SendResult> sending)
    {
        try
        {
            return await sending;
        }
        finally
        {
            frame.Release();
        }
    }

    private ValueTask<SendResult> SendToUsersAsync(ValueTask<SendResult> sending)
    {
        // Only named users are reported as offline or unknown.
        if (_named is not null) return sending;
        return sending.IsCompletedSuccessfully ? new(sending.Result with { Offline = [], Unknown = [] }) : AwaitAsync(sending);

        static async ValueTask<SendResult> AwaitAsync(ValueTask<SendResult> sending) => (await sending) with { Offline = [], Unknown = [] };
    }

    private static ValueTask<bool> SendToNobodyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(false);
    }

    private static ValueTask<SendResult> SendToConnectionAsync(ValueTask<bool> sending)
    {
        return sending.IsCompletedSuccessfully ? new(Result(sending.Result)) : AwaitAsync(sending);

        static async ValueTask<SendResult> AwaitAsync(ValueTask<bool> sending) => Result(await sending);
        static SendResult Result(bool taken) => new(taken ? 1 : 0, []);
    }

    /// <summary>The recipients. Found at each send, because the current user may have changed.</summary>
    private Recipients Whom()
    {
        var connection = _context.Connection;
        return _target switch
        {
            Target.Connection => Recipients.Of(connection!, _others),
            Target.Users => Recipients.Of(_named!, connection, _others),
            Target.Room => Recipients.In(_room!, connection, _others),
            Target.All => Recipients.All(connection, _others),
            _ when _context.UserId is { Length: > 0 } current => Recipients.Of(current, connection, _others),
            _ when connection is not null => Recipients.Of(connection, _others),
            _ => throw new InvalidOperationException(
                "There is no recipient: no current user and no current connection. Name the users with To(…), or send from a handler, a hook, " +
                "or an HTTP endpoint whose request is authenticated and has not ended."),
        };
    }

    /// <summary>The recipients, which must be users or a connection: only these can join and leave a room.</summary>
    private Recipients Movable()
    {
        if (_target is Target.Room or Target.All)
        {
            throw new InvalidOperationException(
                "A room, or all connections, cannot join or leave a room: only the current user, the current connection and users named with To(…) can.");
        }

        return Whom();
    }

    private static string[] Distinct(IEnumerable<string> userIds, string? none)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        foreach (var userId in userIds)
        {
            ThrowIfNoId(userId, nameof(userIds));
            if (distinct.Add(userId) && distinct.Count > MaxUsers)
                throw new ArgumentException($"More than {MaxUsers} users were named: send to each .Chunk({MaxUsers}) of them.", nameof(userIds));
        }

        if (distinct.Count == 0 && none is not null) throw new ArgumentException(none, nameof(userIds));
        return [.. distinct];
    }

    private static void ThrowIfNoRoom(string? room)
    {
        if (room is not { Length: > 0 and <= MaxRoomLength } || HasControl(room))
            throw new ArgumentException($"A room's name has 1 to {MaxRoomLength} characters, and no control characters.", nameof(room));
    }

    // U+0000 to U+001F and U+007F to U+009F: those of char.IsControl.
    private static bool HasControl(ReadOnlySpan<char> room) => room.ContainsAnyInRange('\u0000', '\u001F') || room.ContainsAnyInRange('\u007F', '\u009F');

    private static void ThrowIfNoId(string? userId, string parameter)
    {
        if (string.IsNullOrEmpty(userId)) throw new ArgumentException("A user id is null or empty.", parameter);
    }
}
