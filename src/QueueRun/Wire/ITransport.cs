using System.IO.Pipelines;

namespace QueueRun.Wire;

/// <summary>One WebSocket, as messages and frames. One caller receives at a time, and one writes and flushes at a time.</summary>
internal interface ITransport
{
    /// <summary>The listener that is told when data of the peer has arrived; set before the first receive.</summary>
    IListener? Listener { set; }

    /// <summary>The subprotocol that both sides agreed on, or null.</summary>
    string? SubProtocol { get; }

    /// <summary>Whether permessage-deflate was negotiated: then each message's <see cref="Frame.Compressed"/> is written.</summary>
    bool Compresses { get; }

    /// <summary>
    /// Takes the next message or control frame out of the data that has arrived; false if it must be read first. Never throws because of
    /// the peer or the network.
    /// </summary>
    bool TryReceive(out Received received);

    /// <summary>
    /// Waits for more data, which is then passed to <see cref="Accept"/>. The transport does not do both in one method because its state
    /// would stay in memory as long as an idle peer is waited for. An exception means that the transport has ended.
    /// </summary>
    ValueTask<ReadResult> ReadAsync();

    /// <summary>Takes over the data that <see cref="ReadAsync"/> has brought.</summary>
    void Accept(ReadResult read);

    /// <summary>Whether more data of the peer has arrived than the last received item.</summary>
    bool HasMore { get; }

    /// <summary>
    /// Reads and drops all that the peer still sends, instead of receiving it. True if the peer has been silent for this long; false if it
    /// has answered the close frame, has ended or does not stop sending, or if the transport has ended. Never throws because of the peer or
    /// the network.
    /// </summary>
    /// <param name="status">The code of the server's close frame; null if the peer closed.</param>
    /// <param name="silence">How long the peer must be silent.</param>
    /// <param name="time">The clock.</param>
    ValueTask<bool> DropAsync(int? status, TimeSpan silence, TimeProvider time);

    /// <summary>
    /// Writes the frame, and takes over one reference to it. Buffered until <see cref="FlushAsync"/>; dropped if the transport has ended.
    /// </summary>
    void Write(Frame frame);

    /// <summary>
    /// Completes when the transport has room again; false if the transport has ended. Never throws because of the peer or the network.
    /// </summary>
    ValueTask<bool> FlushAsync();

    /// <summary>Ends the connection at once; a pending receive or flush completes. Idempotent; any thread.</summary>
    void Abort();

    /// <summary>
    /// The last call, when no receive or flush is pending: completes everything that the server needs to end the request.
    /// </summary>
    ValueTask CompleteAsync();
}
