using System.ComponentModel;
using QueueRun.Calls;

namespace QueueRun.Presence;

/// <summary>
/// A method marked <c>[OnOnline]</c>, <c>[OnOffline]</c>, <c>[OnJoin]</c> or <c>[OnLeave]</c>. Written by emitted code only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HookDescriptor
{
    /// <summary>The method's full name. Hooks are called in the ordinal order of their names.</summary>
    public required string Name { get; init; }

    /// <summary>The services that the call resolves.</summary>
    public ServiceRequest[] Services { get; init; } = [];

    /// <summary>Binds the parameters and calls the method.</summary>
    public required Func<HookCall, ValueTask> InvokeAsync { get; init; }
}
