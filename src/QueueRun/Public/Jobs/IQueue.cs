namespace QueueRun;

/// <summary>
/// Pushes jobs to the queue whose handler takes them: a scoped service. A job belongs to the scope's current user, and its handler can send
/// to that user's devices. The current user is the connection's in a WebSocket handler, <c>HttpContext.User</c>'s in an HTTP endpoint, and
/// the job's in a job.
/// </summary>
/// <typeparam name="T">
/// The job's type. Exactly one method marked <see cref="QueueHandlerAttribute">[QueueHandler]</see> has a parameter of this type.
/// </typeparam>
public interface IQueue<in T>
{
    /// <summary>
    /// Pushes a job. When the task completes, the job is in the store; if the store survives the process, so does the job.
    /// </summary>
    /// <param name="job">The job. It is stored as JSON.</param>
    /// <param name="options">A delay, a key, a deduplication id; null for none.</param>
    /// <param name="cancellationToken">Cancels the push, unless the store has already begun it.</param>
    /// <returns>The job's id. If the push was ignored as a repeat, the id of the first job.</returns>
    /// <exception cref="QueueFullException">
    /// As many jobs wait in the queue as <see cref="QueueRunOptions.MaxWaitingJobs"/> allows.
    /// </exception>
    /// <exception cref="JobStoreException">
    /// The store could not take the job: its file is locked, or the disk is full. The job was not pushed.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, or the job is larger than <see cref="QueueRunOptions.MaxJobSize"/>.
    /// </exception>
    ValueTask<string> PushAsync(T job, PushOptions? options = null, CancellationToken cancellationToken = default);
}
