namespace QueueRun;

/// <summary>A handler throws it when another attempt would fail too: the job is kept as failed at once.</summary>
/// <param name="message">The reason; it is kept with the job.</param>
/// <param name="inner">The cause, or null.</param>
public class JobFailedException(string message, Exception? inner = null) : Exception(message, inner);
