using System.ComponentModel;
using QueueRun.Calls;

namespace QueueRun.Hosting;

/// <summary>The method marked <c>[OnConnect]</c>. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConnectDescriptor
{
    /// <summary>The method's full name.</summary>
    public required string Name { get; init; }

    /// <summary>The services that the call resolves.</summary>
    public ServiceRequest[] Services { get; init; } = [];

    /// <summary>Binds the parameters and calls the method; it returns null if the user is still to be authenticated.</summary>
    public required Func<ConnectCall, ValueTask<ISocketUser?>> InvokeAsync { get; init; }
}
