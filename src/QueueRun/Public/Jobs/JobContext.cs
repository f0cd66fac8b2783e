namespace QueueRun;

/// <summary>Facts about the job or the scheduled run: a parameter of queue handlers and schedule handlers.</summary>
public sealed class JobContext
{
    internal JobContext(
        string id, string queue, string? key, int attempt, int maxAttempts, DateTimeOffset queuedAt, DateTimeOffset dueAt, string? userId,
        CancellationToken aborted)
    {
        (Id, Queue, Key, Attempt, MaxAttempts) = (id, queue, key, attempt, maxAttempts);
        (QueuedAt, DueAt, UserId, Aborted) = (queuedAt, dueAt, userId, aborted);
    }

    /// <summary>
    /// The job's id, as <c>PushAsync</c> returned it. It is the same in every attempt, so it can key an effect that must happen only once.
    /// </summary>
    public string Id { get; }

    /// <summary>The queue's name; for a scheduled run, the method's full name.</summary>
    public string Queue { get; }

    /// <summary>The job's <see cref="PushOptions.Key"/>, or null.</summary>
    public string? Key { get; }

    /// <summary>The number of this attempt: 1 is the first.</summary>
    public int Attempt { get; }

    /// <summary>The most attempts that a job has: <see cref="QueueRunOptions.MaxAttempts"/>.</summary>
    public int MaxAttempts { get; }

    /// <summary>When the job was pushed.</summary>
    public DateTimeOffset QueuedAt { get; }

    /// <summary>
    /// When the first attempt was due: for a delayed job, the end of its delay; for a scheduled run, the schedule's time.
    /// </summary>
    public DateTimeOffset DueAt { get; }

    /// <summary>The id of the user to whom the job belongs; null if it belongs to no user.</summary>
    public string? UserId { get; }

    /// <summary>Cancelled at the timeout, and when the program stops and cannot wait longer.</summary>
    public CancellationToken Aborted { get; }
}
