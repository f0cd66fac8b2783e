namespace QueueRun;

/// <summary>
/// Marks a method that handles a client's message. The compiler wires it: there is nothing to register.
/// </summary>
/// <remarks>
/// A method without a route, whose message type has no <see cref="SocketMessageAttribute"/>, is the default handler of its kind (JSON, text
/// or binary): it takes every message that no route takes.
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
    /// <c>[name]</c> (the property is present, neither null nor empty). <c>[name?]</c> is no condition: it names a property that may be
    /// missing, for a parameter that is nullable or has a default value. A value that contains <c>/</c>, <c>=</c>, <c>[</c> or
    /// <c>'</c> stands in single quotes, with each quote in it doubled.
    /// </param>
    public SocketHandlerAttribute(string route) => Route = route;

    /// <summary>The route, or null for a handler without one.</summary>
    public string? Route { get; }

    /// <summary>
    /// Seconds until the client receives <c>timed out</c> and the handler's token is cancelled: more than 0, at most 900.
    /// Default <see cref="QueueRunOptions.DefaultTimeout"/>.
    /// </summary>
    public double TimeoutSeconds { get; set; }

    /// <summary>
    /// The name of the only endpoint whose clients can call the handler, as in <c>MapSockets("/admin", "admin")</c>. Default: the name in
    /// the class's <see cref="SocketEndpointAttribute"/>; without one null, and the handler belongs to every endpoint.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>
    /// Whether the connection's next message is handled before this handler has ended. At most
    /// <see cref="QueueRunOptions.MaxConcurrentCalls"/> run at the same time for one connection. They begin in order. Default true for
    /// handlers that return <c>IAsyncEnumerable&lt;T&gt;</c>, and false for others.
    /// </summary>
    public bool Concurrent { get; set; }

    /// <summary>
    /// The name by which typed clients call the handler: a letter, <c>_</c> or <c>$</c>, then also digits. Default: the value of the
    /// route's only literal condition, in camelCase (<c>todoCreate</c> for <c>action=todo:create</c>); without one, the method's name in
    /// camelCase. The server does not use it.
    /// </summary>
    public string? Name { get; set; }
}
