namespace QueueRun;

/// <summary>Facts about the message and its connection: a parameter of handlers.</summary>
public sealed class SocketRequest
{
    internal SocketRequest(
        string connectionId, string? subProtocol, string requestId, string? reference, ISocketUser? user, ReadOnlyMemory<byte> data, CancellationToken aborted)
    {
        (ConnectionId, SubProtocol, RequestId, Reference) = (connectionId, subProtocol, requestId, reference);
        (User, Data, Aborted) = (user, data, aborted);
    }

    /// <summary>The connection's id: opaque and unguessable.</summary>
    public string ConnectionId { get; }

    /// <summary>
    /// The connection's subprotocol: the first of <see cref="QueueRunOptions.SubProtocols"/> that the client offered; null if it offered
    /// none of them.
    /// </summary>
    public string? SubProtocol { get; }

    /// <summary>The id of this message, unique in the program; logs carry it.</summary>
    public string RequestId { get; }

    /// <summary>
    /// The message's reference, <c>"#"</c>: a number or a string, as JSON text. The answer to the message carries it. Null if the message
    /// has none.
    /// </summary>
    public string? Reference { get; }

    /// <summary>The connection's user, or null.</summary>
    public ISocketUser? User { get; }

    /// <summary>The message's bytes, UTF-8 for text. Valid until the handler has ended.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>
    /// Cancelled at the handler's timeout, when the client cancels the message's reference or disconnects, and on shutdown.
    /// </summary>
    public CancellationToken Aborted { get; }
}
