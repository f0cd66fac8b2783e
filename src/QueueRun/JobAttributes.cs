namespace QueueRun;

/// <summary>
/// Marks a method that does the jobs of one queue. The compiler wires it: there is nothing to register. Jobs are pushed with
/// <see cref="IQueue{T}"/> or <see cref="IQueues"/>.
/// </summary>
/// <remarks>
/// The job is the parameter marked <see cref="FromMessageAttribute">[FromMessage]</see>, else the one named <c>job</c>, else the one named
/// <c>data</c>; its type belongs to this queue alone. A job is done at least once: one whose handler throws, or takes too long, is tried again,
/// and so is one whose process dies.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class QueueHandlerAttribute : Attribute
{
    /// <summary>The handler of a queue that is called like the method, in snake_case and without <c>Async</c>: <c>ChatMessageAsync</c> is <c>chat_message</c>.</summary>
    public QueueHandlerAttribute()
    {
    }

    /// <summary>The handler of a queue.</summary>
    /// <param name="name">The queue's name: 1 to 100 letters, digits, <c>_</c>, <c>-</c>, <c>.</c>. It is stored with the jobs, so it outlives a renamed method.</param>
    public QueueHandlerAttribute(string name) => Name = name;

    /// <summary>The queue's name, or null where the method's name says it.</summary>
    public string? Name { get; }

    /// <summary>
    /// Seconds until a job's token is cancelled, and the job counts as timed out: more than 0, at most 86400 (a day). Where it is not set,
    /// <see cref="QueueRunOptions.JobTimeout"/> counts.
    /// </summary>
    public double TimeoutSeconds { get; set; }
}

/// <summary>
/// Marks a method that runs at set times: once for each, among all processes that share a job store. Nobody is current in it, so it names
/// whom it sends to.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ScheduleHandlerAttribute : Attribute
{
    /// <summary>A method that runs at the times of an expression.</summary>
    /// <param name="expression">
    /// Cron, five fields (minute, hour, day of month, month, day of week) or six (a second before them): <c>0 9 * * 1-5</c>; or
    /// <c>hourly</c>, <c>daily</c> (midnight), <c>weekly</c> (Sunday), <c>monthly</c> (the first).
    /// </param>
    public ScheduleHandlerAttribute(string expression) => Expression = expression;

    /// <summary>When it runs.</summary>
    public string Expression { get; }

    /// <summary>The time zone that the expression is read in, by its name: <c>Europe/Berlin</c>. Default UTC.</summary>
    public string? TimeZone { get; set; }

    /// <summary>What becomes of a time that passed while no process ran, or while the run before it did. Default <see cref="MissedRuns.RunOnce"/>.</summary>
    public MissedRuns MissedRuns { get; set; }

    /// <summary>
    /// Seconds until the run's token is cancelled, and the run counts as timed out: more than 0, at most 86400 (a day). Where it is not set,
    /// <see cref="QueueRunOptions.JobTimeout"/> counts.
    /// </summary>
    public double TimeoutSeconds { get; set; }
}

/// <summary>What becomes of the times that a schedule missed.</summary>
public enum MissedRuns
{
    /// <summary>It runs once for all of them, as soon as it can.</summary>
    RunOnce,

    /// <summary>They are left out: it runs at its next time.</summary>
    Skip,
}
