using System.Net.WebSockets;

namespace QueueRun;

/// <summary>
/// Sends messages, and knows the current user and connection: a scoped service, and a parameter of handlers and hooks.
/// </summary>
/// <remarks>
/// The recipients are the first of these that exists: the users named with <c>To</c>, the room named with <c>ToRoom</c>, or <c>All</c>; all
/// connections of the current user; the current connection. The current user is the connection's in a handler, the hook's in a hook, and
/// <c>HttpContext.User</c>'s in an HTTP endpoint; it is read at each send.
/// </remarks>
public interface ISocket : ISockets
{
    /// <summary>
    /// Sends a message to every recipient. A <see cref="string"/> is a text frame; <c>byte[]</c>, <see cref="Memory{T}"/>,
    /// <see cref="ReadOnlyMemory{T}"/> and <see cref="ArraySegment{T}"/> of bytes are binary frames; anything else is JSON in a text frame.
    /// The task completes when the message is in the outbox of each connection.
    /// </summary>
    /// <param name="message">The message: a named type, an anonymous object, or null, which is sent as <c>null</c>.</param>
    /// <param name="cancellationToken">Cancels the wait for room in the outbox of the handler's own connection.</param>
    /// <returns>How many users were reached, and which of the named users are offline. An offline user is not an error.</returns>
    /// <exception cref="InvalidOperationException">There is no current user or connection, and no user was named.</exception>
    /// <exception cref="ArgumentException">The message is larger than <see cref="QueueRunOptions.MaxOutboxSize"/>.</exception>
    /// <exception cref="NotSupportedException">The type is not known at compile time; the text names the type and the cure.</exception>
    ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default);

    /// <summary>Sends to the current connection only, even if the user has more.</summary>
    /// <exception cref="InvalidOperationException">There is no current connection.</exception>
    ISocket Connection { get; }

    /// <summary>The same recipients without the current connection; the same recipients if there is no current connection.</summary>
    ISocket Others { get; }

    /// <summary>
    /// Puts the recipients into a room. A user is in the room with all connections, also with those that connect later, until the user
    /// leaves it or goes offline (after <see cref="QueueRunOptions.OfflineDelay"/>). A connection that has no user, is named alone with
    /// <see cref="Connection"/>, or is one of the current user's <see cref="Others"/>, is in the room until it leaves or closes. Joining a
    /// room again changes nothing. Users who are offline are left out.
    /// </summary>
    /// <param name="room">The room's name: 1 to 200 characters, and no control characters. The room exists while it has a member.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Completes when a message that is sent to the room from now on reaches the recipients.</returns>
    /// <exception cref="ArgumentException">The name is null or empty, too long, or has control characters.</exception>
    /// <exception cref="InvalidOperationException">
    /// The recipients are a room or all connections; there are none; or one of them is already in <see
    /// cref="QueueRunOptions.MaxRoomsPerUser"/> rooms: the recipients before it have joined.
    /// </exception>
    ValueTask JoinAsync(string room, CancellationToken cancellationToken = default);

    /// <summary>Removes the recipients from a room. A user leaves it with all connections. Leaving a room again changes nothing.</summary>
    /// <param name="room">The room's name: 1 to 200 characters, and no control characters.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ArgumentException">The name is null or empty, too long, or has control characters.</exception>
    /// <exception cref="InvalidOperationException">
    /// The recipients are a room or all connections; there are none; or a connection is in the room through its user.
    /// </exception>
    ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default);

    /// <summary>Closes every connection to which <see cref="SendAsync{T}"/> would send. Messages sent earlier still go out first.</summary>
    /// <param name="status">The close code that the client sees.</param>
    /// <param name="reason">The close reason that the client sees: at most 123 bytes of UTF-8.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ArgumentException">A close frame may not hold the status, or the reason is too long.</exception>
    ValueTask CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null,
        CancellationToken cancellationToken = default);
}
