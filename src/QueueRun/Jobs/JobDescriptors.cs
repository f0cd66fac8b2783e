using System.ComponentModel;
using QueueRun.Routing;

namespace QueueRun.Jobs;

/// <summary>What is emitted of every method that does jobs. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JobDescriptor
{
    private protected JobDescriptor()
    {
    }

    /// <summary>The method's full name, for logs and conflicts.</summary>
    public required string Name { get; init; }

    /// <summary>The time a job may take, in seconds; null for the default.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>The services that the call resolves: they decide whether a job needs a scope.</summary>
    public ServiceRequest[] Services { get; init; } = [];

    /// <summary>Binds the parameters and calls the method.</summary>
    public required Func<JobCall, ValueTask> InvokeAsync { get; init; }
}

/// <summary>A method marked <c>[QueueHandler]</c>. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QueueDescriptor : JobDescriptor
{
    /// <summary>The queue's name.</summary>
    public required string Queue { get; init; }
}

/// <summary>A method marked <c>[ScheduleHandler]</c>. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScheduleDescriptor : JobDescriptor
{
    /// <summary>When it runs, as it was written.</summary>
    public required string Expression { get; init; }

    /// <summary>The same in cron's six fields, the first of them the second.</summary>
    public required string Cron { get; init; }

    /// <summary>The time zone's name; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What becomes of times that were missed.</summary>
    public MissedRuns MissedRuns { get; init; }
}
