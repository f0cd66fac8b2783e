namespace QueueRun.Generators;

/// <summary>A handler, or the method that authenticates, as its clients see it.</summary>
/// <remarks>Must stay equal by value: see <see cref="Schema"/>.</remarks>
internal sealed record Operation
{
    /// <summary>The name by which clients call it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is not a handler, but receives the first message of each connection.</summary>
    public bool Authenticates { get; init; }

    /// <summary>The only endpoint that the handler belongs to; null if it belongs to every endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The route, with the message type's condition; empty for a default handler.</summary>
    public string Route { get; init; } = "";

    /// <summary>The summary of the method.</summary>
    public string? Description { get; init; }

    /// <summary>The kind of message that it takes.</summary>
    public MessageKind Kind { get; init; }

    /// <summary>The schema of the whole message.</summary>
    public required string Payload { get; init; }

    /// <summary>The message's type; null without one.</summary>
    public string? Type { get; init; }

    /// <summary>Its answer; null if there is no value in it.</summary>
    public Reply? Reply { get; init; }

    /// <summary>The marked messages that it returns: without a reference, they are sent as messages.</summary>
    public EquatableArray<SentMessage> Sent { get; init; }

    /// <summary>The schemas that the message and the answer refer to.</summary>
    public EquatableArray<SchemaComponent> Components { get; init; }

    /// <summary>Sorts operations independently of files.</summary>
    public required string SortKey { get; init; }
}

/// <summary>The answer to a call.</summary>
/// <param name="Name">A name for the type of its value.</param>
/// <param name="Value">The schema of its value.</param>
/// <param name="IsStream">Whether there may be many, and the value is one of them.</param>
internal sealed record Reply(string Name, string Value, bool IsStream);
