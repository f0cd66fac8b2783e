using System.ComponentModel;
using QueueRun.Routing;

namespace QueueRun.Presence;

/// <summary>A method marked <c>[OnOnline]</c> or <c>[OnOffline]</c>. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HookDescriptor
{
    /// <summary>The method's full name: hooks are called in its ordinal order.</summary>
    public required string Name { get; init; }

    /// <summary>The services that the call resolves.</summary>
    public ServiceRequest[] Services { get; init; } = [];

    /// <summary>Binds the parameters and calls the method.</summary>
    public required Func<HookCall, ValueTask> InvokeAsync { get; init; }
}
