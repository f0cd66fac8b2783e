namespace QueueRun.Wire;

/// <summary>One WebSocket, as messages and frames. One caller receives at a time, and one writes and flushes at a time.</summary>
internal interface ITransport
{
    /// <summary>Who is told when something of the peer has arrived; set before the first receive.</summary>
    IListener? Listener { set; }

    /// <summary>The subprotocol that both sides agreed on, or null.</summary>
    string? SubProtocol { get; }

    /// <summary>Whether permessage-deflate was negotiated: then messages are written as <see cref="Frame.Compressed"/>.</summary>
    bool Compresses { get; }

    /// <summary>The next message or control frame. Never throws for what the peer or the network does.</summary>
    ValueTask<Received> ReceiveAsync();

    /// <summary>
    /// Takes over one reference to the frame. Buffered until <see cref="FlushAsync"/>; goes nowhere when the transport is over.
    /// </summary>
    void Write(Frame frame);

    /// <summary>
    /// Completes when the transport has room again; false when it is over. Never throws for what the peer or the network does.
    /// </summary>
    ValueTask<bool> FlushAsync();

    /// <summary>Ends the connection at once; a pending receive or flush completes. Idempotent; any thread.</summary>
    void Abort();

    /// <summary>The last call, when no receive or flush is pending: leaves everything so that the server may end the request.</summary>
    ValueTask CompleteAsync();
}
