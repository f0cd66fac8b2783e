namespace QueueRun;

/// <summary>
/// Names the property and value that mark a JSON message as one of this type: <c>[SocketMessage("action", "say")]</c> is
/// <c>{"action":"say", …}</c>. A handler that takes the type needs no route. When the type is sent, this property is written first.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class SocketMessageAttribute : Attribute
{
    /// <summary>Marks messages of this type by the property <c>type</c>.</summary>
    /// <param name="value">The property's value.</param>
    public SocketMessageAttribute(string value) : this("type", value)
    {
    }

    /// <summary>Marks messages of this type by a property and its value.</summary>
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
