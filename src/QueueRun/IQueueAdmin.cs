namespace QueueRun;

/// <summary>Looks into the queues, and takes failed jobs in hand: a singleton, for endpoints of those who run the program.</summary>
/// <remarks>It sees every job of the store, of all processes that share it, also of queues that this program has no handler for.</remarks>
public interface IQueueAdmin
{
    /// <summary>Every queue that has a handler here or jobs in the store, in the order of their names.</summary>
    /// <exception cref="JobStoreException">The store could not be read.</exception>
    ValueTask<IReadOnlyList<QueueStatus>> GetQueuesAsync(CancellationToken cancellationToken = default);

    /// <summary>Every schedule of this program, in the order of their names.</summary>
    ValueTask<IReadOnlyList<ScheduleStatus>> GetSchedulesAsync(CancellationToken cancellationToken = default);

    /// <summary>Failed jobs, the newest first.</summary>
    /// <param name="queue">The queue's name; null for all.</param>
    /// <param name="before">Only those that stand behind the failed job with this id in the list: the last one's of the page before. Null for the first page.</param>
    /// <param name="limit">How many at most: 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="JobStoreException">The store could not be read.</exception>
    ValueTask<IReadOnlyList<FailedJob>> GetFailedAsync(
        string? queue = null, string? before = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Puts a failed job back into its queue, as if it were pushed now: all its attempts are before it, and it is the last of its key.</summary>
    /// <returns>Whether there is such a failed job.</returns>
    /// <exception cref="QueueFullException">The queue is full.</exception>
    /// <exception cref="JobStoreException">The store could not do it.</exception>
    ValueTask<bool> RetryAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>Forgets a failed job, or one that waits: a reminder that is not needed any more.</summary>
    /// <returns>Whether there was such a job; one that runs is not stopped.</returns>
    /// <exception cref="JobStoreException">The store could not do it.</exception>
    ValueTask<bool> DeleteAsync(string jobId, CancellationToken cancellationToken = default);
}

/// <summary>A queue at one moment.</summary>
/// <param name="Name">Its name; of a schedule's runs the method's full name.</param>
/// <param name="Waiting">Jobs that wait: for a worker, for their time, for those before them with their key, or to be tried again.</param>
/// <param name="Running">Jobs that run, in any process.</param>
/// <param name="Failed">Jobs that failed for good and are kept.</param>
/// <param name="HasHandler">Whether this program has a handler for it.</param>
public sealed record QueueStatus(string Name, long Waiting, long Running, long Failed, bool HasHandler);

/// <summary>A schedule at one moment.</summary>
/// <param name="Name">The method's full name.</param>
/// <param name="Expression">When it runs.</param>
/// <param name="TimeZone">The time zone's name.</param>
/// <param name="NextDue">Its next time; null when there is none.</param>
/// <param name="Upcoming">Its next five times, the first of them <paramref name="NextDue"/>.</param>
public sealed record ScheduleStatus(string Name, string Expression, string TimeZone, DateTimeOffset? NextDue, IReadOnlyList<DateTimeOffset> Upcoming);

/// <summary>A job whose attempts are used up.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Queue">Its queue's name.</param>
/// <param name="Key">Its key, or null.</param>
/// <param name="UserId">The id of the user who pushed it, or null.</param>
/// <param name="Payload">The job as it is stored: UTF-8 JSON, or the text or the bytes that were pushed.</param>
/// <param name="QueuedAt">When it was pushed.</param>
/// <param name="FailedAt">When the last attempt ended.</param>
/// <param name="Attempts">How many attempts there were.</param>
/// <param name="Error">The last error: the exception's type, message and stack.</param>
public sealed record FailedJob(
    string Id, string Queue, string? Key, string? UserId, ReadOnlyMemory<byte> Payload, DateTimeOffset QueuedAt, DateTimeOffset FailedAt,
    int Attempts, string Error);
