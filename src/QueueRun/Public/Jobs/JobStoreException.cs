namespace QueueRun;

/// <summary>
/// An operation of the job store failed: its file is locked or damaged, or the disk is full. The message names the cause and the cure.
/// </summary>
/// <param name="message">The cause and the cure.</param>
/// <param name="inner">The exception of the store's own library, or null.</param>
public class JobStoreException(string message, Exception? inner = null) : Exception(message, inner);
