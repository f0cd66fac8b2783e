namespace QueueRun;

/// <summary>
/// Says by which property a JSON message is known to be of this type: <c>[SocketMessage("action", "say")]</c> is
/// <c>{"action":"say", …}</c>. A handler that takes the type needs no route; the property is written first when the type is sent.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class SocketMessageAttribute : Attribute
{
    /// <summary>A message known by the property <c>type</c>.</summary>
    /// <param name="value">The property's value.</param>
    public SocketMessageAttribute(string value) : this("type", value)
    {
    }

    /// <summary>A message known by a property and its value.</summary>
    /// <param name="property">The property's name in JSON, exactly.</param>
    /// <param name="value">The property's value.</param>
    public SocketMessageAttribute(string property, string value)
    {
        Property = property;
        Value = value;
    }

    /// <summary>The property's name in JSON.</summary>
    public string Property { get; }

    /// <summary>The property's value.</summary>
    public string Value { get; }
}
