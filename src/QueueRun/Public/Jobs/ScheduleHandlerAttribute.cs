namespace QueueRun;

/// <summary>
/// Marks a method that runs at set times: once for each time, among all processes that share a job store. It has no current user, so it
/// must name its recipients.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ScheduleHandlerAttribute : Attribute
{
    /// <summary>Runs the method at the times of an expression.</summary>
    /// <param name="expression">
    /// Cron, five fields (minute, hour, day of month, month, day of week) or six (a second before them): <c>0 9 * * 1-5</c>; or
    /// <c>hourly</c>, <c>daily</c> (midnight), <c>weekly</c> (Sunday), <c>monthly</c> (the first).
    /// </param>
    public ScheduleHandlerAttribute(string expression) => Expression = expression;

    /// <summary>The expression that says when the method runs.</summary>
    public string Expression { get; }

    /// <summary>
    /// The name of the expression's time zone, such as <c>Europe/Berlin</c>. Default UTC. If the clocks jump over a time of day that the
    /// expression names, the run comes right after the jump; if they are set back, such a time comes once. A run every few hours, minutes
    /// or seconds keeps its interval.
    /// </summary>
    public string? TimeZone { get; set; }

    /// <summary>
    /// How to make up for a time that passed while no process ran, or while the run before it still ran. Default <see
    /// cref="MissedRuns.RunOnce"/>.
    /// </summary>
    public MissedRuns MissedRuns { get; set; }

    /// <summary>
    /// Seconds until the run's token is cancelled and the run counts as timed out: more than 0, at most 86400 (a day).
    /// Default <see cref="QueueRunOptions.JobTimeout"/>.
    /// </summary>
    public double TimeoutSeconds { get; set; }
}
