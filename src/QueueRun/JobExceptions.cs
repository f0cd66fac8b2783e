namespace QueueRun;

/// <summary>As many jobs wait in a queue as <see cref="QueueRunOptions.MaxWaitingJobs"/> allows. The job was not pushed.</summary>
public class QueueFullException : Exception
{
    /// <summary>Says that a queue is full.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="maxWaitingJobs">How many jobs may wait in it.</param>
    public QueueFullException(string queue, int maxWaitingJobs)
        : base($"The queue {queue} is full: {maxWaitingJobs} jobs wait in it, as many as {nameof(QueueRunOptions.MaxWaitingJobs)} allows.")
        => (Queue, MaxWaitingJobs) = (queue, maxWaitingJobs);

    /// <summary>The queue's name.</summary>
    public string Queue { get; }

    /// <summary>How many jobs may wait in it.</summary>
    public int MaxWaitingJobs { get; }
}

/// <summary>The job store could not do what it was asked to: its file is locked or damaged, or the disk is full. The message names it, and the cure.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="inner">What the store's own library said.</param>
public class JobStoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Thrown by a handler to say that no further attempt could end otherwise: the job is kept as failed at once.</summary>
/// <param name="message">Why; it is kept with the job.</param>
/// <param name="inner">What led to it.</param>
public class JobFailedException(string message, Exception? inner = null) : Exception(message, inner);
