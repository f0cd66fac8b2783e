using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>A message that the server sends.</summary>
internal sealed class ClientMessage(string property, string value, JsonNode? payload)
{
    /// <summary>The property by which it is known.</summary>
    public string Property { get; } = property;

    /// <summary>The property's value.</summary>
    public string Value { get; } = value;

    /// <summary>The schema of the whole message.</summary>
    public JsonNode? Payload { get; } = payload;

    /// <summary>Its name in the client: the value, if no other message has it.</summary>
    public string Name { get; set; } = value;
}
