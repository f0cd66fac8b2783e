using System.ComponentModel;

namespace QueueRun.Jobs;

/// <summary>A method marked <c>[QueueHandler]</c>. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QueueDescriptor : JobDescriptor
{
    /// <summary>The queue's name.</summary>
    public required string Queue { get; init; }
}
