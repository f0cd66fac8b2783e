namespace QueueRun;

/// <summary>
/// Assigns the handlers of a class to one endpoint: only clients of this endpoint can call them. A handler's own
/// <see cref="SocketHandlerAttribute.Endpoint"/> takes precedence.
/// </summary>
/// <param name="name">The endpoint's name, as in <c>MapSockets("/admin", "admin")</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class SocketEndpointAttribute(string name) : Attribute
{
    /// <summary>The endpoint's name.</summary>
    public string Name { get; } = name;
}
