namespace QueueRun;

/// <summary>What a queue handler or a schedule handler may ask for besides its job.</summary>
public sealed class JobContext
{
    internal JobContext(
        string id, string queue, string? key, int attempt, int maxAttempts, DateTimeOffset queuedAt, DateTimeOffset dueAt, string? userId,
        CancellationToken aborted)
    {
        (Id, Queue, Key, Attempt, MaxAttempts) = (id, queue, key, attempt, maxAttempts);
        (QueuedAt, DueAt, UserId, Aborted) = (queuedAt, dueAt, userId, aborted);
    }

    /// <summary>The job's id, the one that <c>PushAsync</c> returned. It stays the same from attempt to attempt: what a job does once only can be keyed by it.</summary>
    public string Id { get; }

    /// <summary>The queue's name; of a scheduled run the method's full name.</summary>
    public string Queue { get; }

    /// <summary>The key that the job was pushed with, or null.</summary>
    public string? Key { get; }

    /// <summary>Which attempt this is: 1 is the first.</summary>
    public int Attempt { get; }

    /// <summary>How many attempts there are: <see cref="QueueRunOptions.MaxAttempts"/>.</summary>
    public int MaxAttempts { get; }

    /// <summary>When the job was pushed.</summary>
    public DateTimeOffset QueuedAt { get; }

    /// <summary>When the first attempt was due: of a delayed job the time it was delayed to, of a scheduled run the time of the schedule.</summary>
    public DateTimeOffset DueAt { get; }

    /// <summary>The id of the user who pushed the job; null where nobody did.</summary>
    public string? UserId { get; }

    /// <summary>Cancelled at the timeout, and when the program stops and cannot wait longer.</summary>
    public CancellationToken Aborted { get; }
}
