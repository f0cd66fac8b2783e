namespace QueueRun;

/// <summary>
/// Pushes jobs to the queue whose handler takes them: a scoped service. A job belongs to the scope's current user (in a WebSocket handler the
/// connection's, in an HTTP endpoint <c>HttpContext.User</c>'s, in a job the job's), whose devices its handler can then send to.
/// </summary>
/// <typeparam name="T">The job's type: that of the parameter of exactly one method marked <see cref="QueueHandlerAttribute">[QueueHandler]</see>.</typeparam>
public interface IQueue<in T>
{
    /// <summary>
    /// Pushes a job. When it returns, the job is in the store: with a store that survives the process, nothing loses it any more.
    /// </summary>
    /// <param name="job">The job. It is stored as JSON.</param>
    /// <param name="options">A delay, a key, a deduplication id; null for none.</param>
    /// <param name="cancellationToken">Cancels the push, as long as the store has not begun with it.</param>
    /// <returns>The job's id; of a repeat that was ignored, the id of the job that it repeats.</returns>
    /// <exception cref="QueueFullException">As many jobs wait in the queue as <see cref="QueueRunOptions.MaxWaitingJobs"/> allows.</exception>
    /// <exception cref="JobStoreException">The store could not take it: a locked file, a full disk. The job was not pushed.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the job is larger than <see cref="QueueRunOptions.MaxJobSize"/>.</exception>
    ValueTask<string> PushAsync(T job, PushOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>
/// Pushes jobs from anywhere, for nobody or for a user who is named: a singleton, for background services and everything else that lives as
/// long as the program.
/// </summary>
public interface IQueues
{
    /// <summary>Names the user whom jobs are pushed for.</summary>
    /// <param name="userId">The user's id.</param>
    /// <returns>Queues whose jobs belong to that user. It replaces an earlier <c>For</c>.</returns>
    /// <exception cref="ArgumentException">The id is null or empty.</exception>
    IQueues For(string userId);

    /// <inheritdoc cref="IQueue{T}.PushAsync"/>
    /// <exception cref="InvalidOperationException">No method marked <see cref="QueueHandlerAttribute">[QueueHandler]</see> takes jobs of this type.</exception>
    ValueTask<string> PushAsync<T>(T job, PushOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>How a job is pushed.</summary>
public sealed record PushOptions
{
    /// <summary>How long the job waits at least: zero to 366 days. Default zero.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Jobs of a queue with one key are done one after another, in the order in which they were pushed; one that is delayed or tried again
    /// holds up those behind it. Others are done in parallel. 1 to 200 characters, compared as they are; null for none.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>
    /// Pushing to a queue again with the same id within 5 minutes is ignored, whatever has become of the first job by then. 1 to 200
    /// characters, compared as they are; null for none.
    /// </summary>
    public string? DeduplicationId { get; init; }
}
