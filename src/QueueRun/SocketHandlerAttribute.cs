namespace QueueRun;

/// <summary>
/// Marks a method that takes a message of a client. The compiler wires it: there is nothing to register.
/// </summary>
/// <remarks>
/// Without a route, and with a message type that has no <see cref="SocketMessageAttribute"/>, the method is the default handler
/// of its kind (JSON, text or binary) and takes whatever no route takes.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class SocketHandlerAttribute : Attribute
{
    /// <summary>A handler routed by its message type, or the default handler of its kind.</summary>
    public SocketHandlerAttribute()
    {
    }

    /// <summary>A handler for JSON messages that meet every condition of the route.</summary>
    /// <param name="route">
    /// Conditions joined by <c>/</c>: <c>name=value</c> (the top-level property is that string, number or boolean) and
    /// <c>[name]</c> (the property is present, neither null nor empty). A value that holds <c>/</c>, <c>=</c>, <c>[</c> or
    /// <c>'</c> stands in single quotes, with quotes doubled.
    /// </param>
    public SocketHandlerAttribute(string route) => Route = route;

    /// <summary>The route, or null for a handler without one.</summary>
    public string? Route { get; }

    /// <summary>
    /// Seconds until the client hears <c>timed out</c> and the handler's token is cancelled: more than 0, at most 900.
    /// Where it is not set, <see cref="QueueRunOptions.DefaultTimeout"/> counts.
    /// </summary>
    public double TimeoutSeconds { get; set; }
}
