namespace QueueRun.Wire;

/// <summary>One open WebSocket: messages in, frames out. It knows neither users nor queues.</summary>
internal interface ITransport
{
    /// <summary>The next message or control frame. One caller at a time; never throws for what the peer or the network does.</summary>
    ValueTask<Received> ReceiveAsync();

    /// <summary>Writes a frame, and takes over one reference to it. One writer at a time; it goes out with the next flush.</summary>
    void Write(Frame frame);

    /// <summary>Completes when the transport has room again; false when it is over. Never throws for the network.</summary>
    ValueTask<bool> FlushAsync();

    /// <summary>Drops the connection at once. Any thread, any number of times.</summary>
    void Abort();

    /// <summary>The last call, when nothing is being received or flushed: what was written still goes out, then the connection ends.</summary>
    ValueTask CompleteAsync();
}
