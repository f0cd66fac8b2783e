namespace QueueRun;

/// <summary>A queue at one moment.</summary>
/// <param name="Name">The queue's name; for a schedule's runs, the method's full name.</param>
/// <param name="Waiting">
/// How many jobs wait: for a worker, for their time, for earlier jobs with the same key, or for another attempt.
/// </param>
/// <param name="Running">How many jobs run, in any process.</param>
/// <param name="Failed">How many jobs have failed for good and are kept.</param>
/// <param name="HasHandler">Whether this program has a handler for the queue.</param>
public sealed record QueueStatus(string Name, long Waiting, long Running, long Failed, bool HasHandler);
