namespace QueueRun.Connections;

/// <summary>The work that a connection has left. Only QueueRun.Testing reads it, to wait until the server is idle.</summary>
internal interface IConnectionWork : IConversationWork
{
    /// <summary>Whether no received message waits or is being handled. Concurrent handlers are not counted.</summary>
    bool IsInboxIdle { get; }

    /// <summary>Whether nothing waits to be written.</summary>
    bool IsOutboxIdle { get; }

    /// <summary>Whether a sender waits until the client has taken more frames.</summary>
    bool IsWaitingForClient { get; }

    /// <summary>Whether reading pauses, until handlers have caught up or a second has passed.</summary>
    bool IsReadingPaused { get; }
}
