namespace QueueRun.Connections;

/// <summary>Handles a connection's messages. Implemented in a room above this one.</summary>
internal interface IConversation : IConversationWork
{
    /// <summary>
    /// Handles a message as soon as it is read, if it need not wait for its turn; the conversation owns the message's bytes then. Returns
    /// false if the message goes into the inbox.
    /// </summary>
    /// <param name="message">The message. It is marked as handled if it goes into the inbox although it has been handled.</param>
    /// <param name="answering">The next message is read when this has completed.</param>
    bool TryHandleAtOnce(ref InboundMessage message, out ValueTask answering);

    /// <summary>
    /// Handles one message; the next comes when the task has completed. From now on, the conversation owns the message's bytes.
    /// </summary>
    ValueTask HandleAsync(InboundMessage message);

    /// <summary>No message waits. The next one may come at the same time.</summary>
    void Rest();

    /// <summary>The client is gone, or the program stops: cancels the running methods.</summary>
    void Cancel();

    /// <summary>
    /// The program stops before a message was handled: tells the client. From now on, the conversation owns the message's bytes.
    /// </summary>
    void Refuse(InboundMessage message);

    /// <summary>
    /// The program stops, and does not wait for running methods: tells the client. No method is called from now on. Completes when a
    /// message that is about to begin is answered.
    /// </summary>
    Task BreakOffAsync();

    /// <summary>No more messages come: the connection leaves its user. A late method may still run.</summary>
    ValueTask EndAsync();
}
