namespace QueueRun.Connections;

/// <summary>The work that a conversation has left. Only QueueRun.Testing reads it, through <see cref="IConnectionWork"/>.</summary>
internal interface IConversationWork
{
    /// <summary>The full name of a method that runs for this connection, in time or late; null if none runs.</summary>
    string? Running { get; }

    /// <summary>The number of concurrent methods that run in time.</summary>
    int Beside { get; }

    /// <summary>
    /// Whether the next message waits for another method: a late handler, one of too many concurrent handlers, or an online hook.
    /// </summary>
    bool IsMessageHeld { get; }
}
