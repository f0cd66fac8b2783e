using System.ComponentModel;
using QueueRun.Calls;

namespace QueueRun.Routing;

/// <summary>A handler as the generator found it. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerDescriptor
{
    /// <summary>The method's full name, for logs and conflicts.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of message that the method takes.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>The route as it was written (with the message type's condition), for logs and the order of last resort.</summary>
    public string RouteText { get; init; } = "";

    /// <summary>The route's conditions, those of the message type included; none for the default handler of the kind.</summary>
    public RouteCondition[] Route { get; init; } = [];

    /// <summary>The names of the route's properties that may be missing: no conditions, but what the call binds.</summary>
    public string[] OptionalProperties { get; init; } = [];

    /// <summary>The time the method may take, in seconds; null for the default.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>The name of the only endpoint that the handler belongs to; null if it belongs to every endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The types that the connection's user must have.</summary>
    public Type[] Users { get; init; } = [];

    /// <summary>The authorization attributes of the method and its class; none if every client may call it.</summary>
    public Attribute[] Authorization { get; init; } = [];

    /// <summary>The message's type, if it is read from JSON; otherwise null.</summary>
    public HandlerMessage? Message { get; init; }

    /// <summary>Whether the next message need not wait for the method's end. False in libraries built before this existed.</summary>
    public bool Concurrent { get; init; }

    /// <summary>
    /// Whether the method takes the upgrade request, which then lasts as long as each connection of its endpoint. True in libraries built
    /// before this existed: nothing is known of them.
    /// </summary>
    public bool NeedsHttpContext { get; init; } = true;

    /// <summary>The services that the call resolves: they decide whether a message needs a scope.</summary>
    public ServiceRequest[] Services { get; init; } = [];

    /// <summary>Binds the parameters, calls the method, and sends what it returns.</summary>
    public required Func<HandlerCall, ValueTask> InvokeAsync { get; init; }
}
