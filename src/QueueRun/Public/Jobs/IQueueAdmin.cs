namespace QueueRun;

/// <summary>Shows the queues, and retries or deletes failed jobs: a singleton, for endpoints of the program's operators.</summary>
/// <remarks>
/// It sees every job of the store: of all processes that share the store, and of queues for which this program has no handler.
/// </remarks>
public interface IQueueAdmin
{
    /// <summary>Every queue that has a handler here or jobs in the store, ordered by name.</summary>
    /// <exception cref="JobStoreException">The store could not be read.</exception>
    ValueTask<IReadOnlyList<QueueStatus>> GetQueuesAsync(CancellationToken cancellationToken = default);

    /// <summary>Every schedule of this program, ordered by name.</summary>
    ValueTask<IReadOnlyList<ScheduleStatus>> GetSchedulesAsync(CancellationToken cancellationToken = default);

    /// <summary>Failed jobs, the newest first.</summary>
    /// <param name="queue">The queue's name; null for all.</param>
    /// <param name="before">The id of the last job of the previous page: the list starts behind it. Null for the first page.</param>
    /// <param name="limit">The most jobs to return: 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="JobStoreException">The store could not be read.</exception>
    ValueTask<IReadOnlyList<FailedJob>> GetFailedAsync(
        string? queue = null, string? before = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts a failed job back into its queue, as if it were pushed now: with all its attempts, and as the last job of its key.
    /// </summary>
    /// <returns>Whether there is such a failed job.</returns>
    /// <exception cref="QueueFullException">The queue is full.</exception>
    /// <exception cref="JobStoreException">The store could not put the job back.</exception>
    ValueTask<bool> RetryAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a failed or a waiting job, such as a reminder that is no longer needed. A running job is not stopped.</summary>
    /// <returns>Whether there was such a failed or waiting job.</returns>
    /// <exception cref="JobStoreException">The store could not delete the job.</exception>
    ValueTask<bool> DeleteAsync(string jobId, CancellationToken cancellationToken = default);
}
