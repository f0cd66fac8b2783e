using System.ComponentModel;

namespace QueueRun.Hosting;

/// <summary>The method marked <c>[OnConnect]</c>. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConnectDescriptor
{
    /// <summary>The method's full name.</summary>
    public required string Name { get; init; }

    /// <summary>Binds the parameters and calls the method; null leaves the question open.</summary>
    public required Func<ConnectCall, ValueTask<ISocketUser?>> InvokeAsync { get; init; }
}
