using System.ComponentModel;
using QueueRun.Calls;

namespace QueueRun.Jobs;

/// <summary>The emitted description of a method that does jobs. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JobDescriptor
{
    private protected JobDescriptor()
    {
    }

    /// <summary>The method's full name, for logs and conflicts.</summary>
    public required string Name { get; init; }

    /// <summary>How long a job may take, in seconds; null for the default.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>The services that the call resolves. They decide whether a job needs a scope.</summary>
    public ServiceRequest[] Services { get; init; } = [];

    /// <summary>Binds the parameters and calls the method.</summary>
    public required Func<JobCall, ValueTask> InvokeAsync { get; init; }
}
