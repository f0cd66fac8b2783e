using System.ComponentModel;

namespace QueueRun.Jobs;

/// <summary>A method marked <c>[ScheduleHandler]</c>. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScheduleDescriptor : JobDescriptor
{
    /// <summary>The schedule's expression, as it was written.</summary>
    public required string Expression { get; init; }

    /// <summary>The same as a cron expression of six fields; the first is the seconds.</summary>
    public required string Cron { get; init; }

    /// <summary>The time zone's name; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The handling of missed times.</summary>
    public MissedRuns MissedRuns { get; init; }
}
