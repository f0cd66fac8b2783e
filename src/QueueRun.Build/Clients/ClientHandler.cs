using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>A handler, as a client sees it.</summary>
internal sealed class ClientHandler(string name, HandlerKind kind, JsonNode? payload)
{
    /// <summary>Its name in the client.</summary>
    public string Name { get; } = name;

    /// <summary>What it takes.</summary>
    public HandlerKind Kind { get; } = kind;

    /// <summary>The schema of the whole message.</summary>
    public JsonNode? Payload { get; } = payload;

    /// <summary>The properties that the client fills in, as JSON without braces, or null.</summary>
    public string? Fixed { get; set; }

    /// <summary>The schema of the answer, or of a stream's item; null if there is nothing to answer.</summary>
    public JsonNode? Answer { get; set; }

    /// <summary>Whether it is a stream.</summary>
    public bool IsStream { get; set; }

    /// <summary>Whether a message can have a reference: only an object can.</summary>
    public bool IsCalled { get; set; }

    /// <summary>What its author says of it.</summary>
    public string? Description { get; set; }
}
