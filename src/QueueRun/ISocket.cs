using System.Net.WebSockets;

namespace QueueRun;

/// <summary>
/// Sends messages, and knows the current user and connection: a scoped service, and a parameter of handlers and hooks.
/// </summary>
/// <remarks>
/// Recipients, the first that applies: the users named with <c>To</c>; all connections of the current user; the current
/// connection. The current user is the connection's in a handler, the hook's in a hook, and <c>HttpContext.User</c>'s in an HTTP
/// endpoint; it is read when sending.
/// </remarks>
public interface ISocket : ISockets
{
    /// <summary>
    /// Sends a message to every recipient. A <see cref="string"/> is a text frame; <c>byte[]</c>, <see cref="Memory{T}"/>,
    /// <see cref="ReadOnlyMemory{T}"/> and <see cref="ArraySegment{T}"/> of bytes are binary frames; anything else is JSON in a text frame.
    /// Completes when the message is in the outbox of each connection.
    /// </summary>
    /// <param name="message">The message: a named type, an anonymous object, or null, which is sent as <c>null</c>.</param>
    /// <param name="cancellationToken">Cancels the wait for room in the outbox of the handler's own connection.</param>
    /// <returns>Who was reached, and which of the named users are offline. Being offline is not an error.</returns>
    /// <exception cref="InvalidOperationException">There is no current user or connection, and nobody was named.</exception>
    /// <exception cref="ArgumentException">The message is larger than <see cref="QueueRunOptions.MaxOutboxSize"/>.</exception>
    /// <exception cref="NotSupportedException">The type is not known at compile time; the message names it and the cure.</exception>
    ValueTask<SendResult> SendAsync<T>(T message, CancellationToken cancellationToken = default);

    /// <summary>Only the current connection, even when the user has more.</summary>
    /// <exception cref="InvalidOperationException">There is no current connection.</exception>
    ISocket Connection { get; }

    /// <summary>Closes every connection that <see cref="SendAsync{T}"/> would send to, after what was sent before.</summary>
    /// <param name="status">The close code that the client sees.</param>
    /// <param name="reason">The close reason that the client sees: at most 123 bytes of UTF-8.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ArgumentException">The status may not be sent on the wire, or the reason is too long.</exception>
    ValueTask CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? reason = null,
        CancellationToken cancellationToken = default);
}
