using QueueRun.Connections;

namespace QueueRun;

/// <summary>What a handler may ask for besides its message.</summary>
public sealed class SocketRequest
{
    internal SocketRequest(Connection connection, string requestId, ReadOnlyMemory<byte> data, CancellationToken aborted)
    {
        ConnectionId = connection.Id;
        SubProtocol = connection.SubProtocol;
        RequestId = requestId;
        User = connection.User;
        Data = data;
        Aborted = aborted;
    }

    /// <summary>The connection's id: opaque and unguessable.</summary>
    public string ConnectionId { get; }

    /// <summary>
    /// The connection's subprotocol: the first of <see cref="QueueRunOptions.SubProtocols"/> that the client offered; null where it offered none of
    /// them.
    /// </summary>
    public string? SubProtocol { get; }

    /// <summary>The id of this message, unique in the program; logs carry it.</summary>
    public string RequestId { get; }

    /// <summary>The connection's user, or null.</summary>
    public ISocketUser? User { get; }

    /// <summary>The message's bytes, UTF-8 for text. Valid until the handler has ended.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Cancelled at the handler's timeout, when the client disconnects, and on shutdown.</summary>
    public CancellationToken Aborted { get; }
}
