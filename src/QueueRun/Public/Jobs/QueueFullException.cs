namespace QueueRun;

/// <summary>As many jobs wait in a queue as <see cref="QueueRunOptions.MaxWaitingJobs"/> allows. The job was not pushed.</summary>
public class QueueFullException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="maxWaitingJobs">The most jobs that may wait in the queue.</param>
    public QueueFullException(string queue, int maxWaitingJobs)
        : base($"The queue {queue} is full: {maxWaitingJobs} jobs wait in it, as many as {nameof(QueueRunOptions.MaxWaitingJobs)} allows.")
        => (Queue, MaxWaitingJobs) = (queue, maxWaitingJobs);

    /// <summary>The queue's name.</summary>
    public string Queue { get; }

    /// <summary>The most jobs that may wait in the queue.</summary>
    public int MaxWaitingJobs { get; }
}
