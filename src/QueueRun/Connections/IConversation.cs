namespace QueueRun.Connections;

/// <summary>What a connection's messages mean: the room that comes after this one.</summary>
internal interface IConversation
{
    /// <summary>The full name of a method that runs, in its time or late; null when none does.</summary>
    string? Running { get; }

    /// <summary>Handles one message; the next comes when it has completed. It owns the message's bytes from now on.</summary>
    ValueTask HandleAsync(InboundMessage message);

    /// <summary>The client is gone, or the program stops: cancels what runs.</summary>
    void Cancel();

    /// <summary>No more messages come: the connection leaves its user. A method that was not waited for may still run.</summary>
    ValueTask EndAsync();
}
