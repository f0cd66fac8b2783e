using System.ComponentModel;

namespace QueueRun.Routing;

/// <summary>The kind of message that a handler takes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum MessageKind
{
    /// <summary>A text frame that is one JSON document.</summary>
    Json,

    /// <summary>A text frame, as a string.</summary>
    Text,

    /// <summary>A binary frame, as bytes.</summary>
    Binary,
}

/// <summary>One condition of a route.</summary>
/// <param name="Property">The top-level property's name.</param>
/// <param name="Value">The value it must have; null where it must only be present, neither null nor empty.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RouteCondition(string Property, string? Value = null);

/// <summary>A service that an emitted call asks for.</summary>
/// <param name="Type">The service's type.</param>
/// <param name="Key">The key of a keyed service, or null.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ServiceRequest(Type Type, object? Key = null);

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

    /// <summary>The time the method may take, in seconds; null for the default.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>The services that the call resolves: they decide whether a message needs a scope.</summary>
    public ServiceRequest[] Services { get; init; } = [];

    /// <summary>Binds the parameters, calls the method, and sends what it returns.</summary>
    public required Func<HandlerCall, ValueTask> InvokeAsync { get; init; }
}

/// <summary>The method marked <c>[Authenticate]</c>. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AuthenticateDescriptor
{
    /// <summary>The method's full name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of message that the method takes.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>The services that the call resolves.</summary>
    public ServiceRequest[] Services { get; init; } = [];

    /// <summary>Binds the parameters and calls the method; null is not yet.</summary>
    public required Func<HandlerCall, ValueTask<ISocketUser?>> InvokeAsync { get; init; }
}
