using System.ComponentModel;
using QueueRun.Calls;

namespace QueueRun.Routing;

/// <summary>The method marked <c>[Authenticate]</c>. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AuthenticateDescriptor
{
    /// <summary>The method's full name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of message that the method takes.</summary>
    public required MessageKind Kind { get; init; }

    /// <inheritdoc cref="HandlerDescriptor.NeedsHttpContext"/>
    public bool NeedsHttpContext { get; init; } = true;

    /// <summary>The services that the call resolves.</summary>
    public ServiceRequest[] Services { get; init; } = [];

    /// <summary>Binds the parameters and calls the method; null is not yet.</summary>
    public required Func<HandlerCall, ValueTask<ISocketUser?>> InvokeAsync { get; init; }
}
