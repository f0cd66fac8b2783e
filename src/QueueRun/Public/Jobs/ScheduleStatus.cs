namespace QueueRun;

/// <summary>A schedule at one moment.</summary>
/// <param name="Name">The method's full name.</param>
/// <param name="Expression">The expression that says when the method runs.</param>
/// <param name="TimeZone">The time zone's name.</param>
/// <param name="NextDue">The next run's time; null if there is none.</param>
/// <param name="Upcoming">The next five runs' times; the first is <paramref name="NextDue"/>.</param>
public sealed record ScheduleStatus(string Name, string Expression, string TimeZone, DateTimeOffset? NextDue, IReadOnlyList<DateTimeOffset> Upcoming);
