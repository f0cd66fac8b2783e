namespace QueueRun.Jobs;

/// <summary>
/// Where jobs are kept: the one seam between the rules of queues, which stand here, and what survives. In memory by default
/// (<see cref="MemoryJobStore"/>). Whatever a store says it has done, it has kept: with one that survives the process, also when that is killed.
/// </summary>
/// <remarks>
/// A job waits, runs, or has failed; a job that is done is forgotten. One that waits can be claimed when it is due, and, where it has a key,
/// when it is the first of its queue and key among those that wait or run. Whoever claimed a job has it until he says what became of it, or
/// until his process has ended; no clock takes it away from him. Every method that returns a task may throw a
/// <see cref="JobStoreException"/>, and has done nothing then.
/// </remarks>
internal interface IJobStore
{
    /// <summary>Where the jobs are, for the log: null where they do not survive the process.</summary>
    string? Location { get; }

    /// <summary>
    /// How many jobs each queue had when the store last looked: after what this process did, and every second or so after what others did. Never
    /// waits, and never throws.
    /// </summary>
    IReadOnlyDictionary<string, QueueCounts> Counts { get; }

    /// <summary>Whether the store could not be used when anybody used it last. Never waits, and never throws.</summary>
    bool IsInTrouble { get; }

    /// <summary>Opens the store; called once, before anything else.</summary>
    /// <param name="changed">
    /// Called, on any thread, when a job may have become claimable that was not: one was pushed, here or in another process, the one before it with its
    /// key has ended, or its process has. It returns at once.
    /// </param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="JobStoreException">It cannot be opened; the message names the cure.</exception>
    Task StartAsync(Action changed, CancellationToken cancellationToken);

    /// <summary>Adds a job that waits. Returns its id, or that of the job that it repeats.</summary>
    /// <exception cref="QueueFullException">As many jobs wait in its queue as may.</exception>
    ValueTask<string> PushAsync(NewJob job, CancellationToken cancellationToken);

    /// <summary>
    /// Claims jobs that are due, those that are due longest first, and counts the attempt. What was said of jobs before this call counts for it.
    /// </summary>
    /// <param name="queues">The queues to claim from.</param>
    /// <param name="count">How many at most.</param>
    ValueTask<Claim> ClaimAsync(IReadOnlyCollection<string> queues, int count);

    /// <summary>The job is done: it is forgotten.</summary>
    ValueTask CompleteAsync(StoredJob job);

    /// <summary>The job waits again. It stays the first of its key.</summary>
    /// <param name="job">A claimed job.</param>
    /// <param name="dueAt">When it may be claimed again.</param>
    /// <param name="countsAttempt">Whether the attempt counts; not where it was broken off because the program stops.</param>
    ValueTask ReleaseAsync(StoredJob job, DateTimeOffset dueAt, bool countsAttempt);

    /// <summary>The job has failed for good: it is kept with its error, and no longer holds up those behind it.</summary>
    ValueTask FailAsync(StoredJob job, string error);

    /// <summary>The next time of a schedule, as it is stored; where it is not there yet, or its definition has changed, <paramref name="first"/> is stored.</summary>
    /// <param name="name">The schedule's name.</param>
    /// <param name="definition">Its expression and time zone.</param>
    /// <param name="first">Its next time from now on; null where it has none.</param>
    ValueTask<DateTimeOffset?> GetScheduleAsync(string name, string definition, DateTimeOffset? first);

    /// <summary>
    /// Moves a schedule on, and adds a run: once, whoever else of the processes tries the same. Where a run of it waits already, or (unless
    /// <paramref name="behindRunning"/>) runs, none is added. A schedule that is not there any more is defined again, and moved on.
    /// </summary>
    /// <param name="name">The schedule's name.</param>
    /// <param name="definition">Its expression and time zone, as the caller knows it.</param>
    /// <param name="from">The time that it stands at.</param>
    /// <param name="to">Its next time; null where it has none.</param>
    /// <param name="run">The run to add, in a queue of its own; null for none.</param>
    /// <param name="behindRunning">Whether it is added while the one before it still runs.</param>
    /// <returns>
    /// What the schedule stands at now, whoever moved it; null where its definition is another's by now, whose schedule it is.
    /// </returns>
    ValueTask<DateTimeOffset?> AdvanceScheduleAsync(
        string name, string definition, DateTimeOffset from, DateTimeOffset? to, NewJob? run, bool behindRunning);

    /// <summary>Every queue that the store has jobs of, counted now.</summary>
    ValueTask<IReadOnlyDictionary<string, QueueCounts>> CountAsync(CancellationToken cancellationToken);

    /// <summary>Failed jobs, the newest first.</summary>
    ValueTask<IReadOnlyList<FailedJob>> GetFailedAsync(string? queue, string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Puts a failed job back, as if it were pushed now; false where there is none.</summary>
    /// <exception cref="QueueFullException">As many jobs wait in its queue as may.</exception>
    ValueTask<bool> RetryAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Forgets a job that has failed or waits; false where there is none, and where it runs. The one behind it with its key may go on.</summary>
    ValueTask<bool> DeleteAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Forgets the jobs that failed before that time.</summary>
    ValueTask PruneAsync(DateTimeOffset failedBefore);

    /// <summary>
    /// Closes the store, after everything that it was asked to do. Jobs that still run here stay claimed until the process ends: nobody knows
    /// what they do. A second call does nothing.
    /// </summary>
    Task StopAsync();
}

/// <summary>A job to be added.</summary>
internal sealed record NewJob(
    string Queue, string? Key, string? DeduplicationId, string? UserId, ReadOnlyMemory<byte> Payload, DateTimeOffset QueuedAt, DateTimeOffset DueAt,
    string? TraceParent, string? TraceState);

/// <summary>A job that was claimed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">What the store knows it by.</param>
/// <param name="Queue">Its queue.</param>
/// <param name="Key">Its key, or null.</param>
/// <param name="UserId">Who pushed it, or null.</param>
/// <param name="Payload">What was pushed.</param>
/// <param name="QueuedAt">When it was pushed.</param>
/// <param name="FirstDueAt">When its first attempt was due.</param>
/// <param name="DueAt">When this attempt was due.</param>
/// <param name="Attempt">Which attempt this is: 1 is the first.</param>
/// <param name="TraceParent">The trace in which it was pushed, as W3C Trace Context writes it, or null.</param>
/// <param name="TraceState">What belongs to that.</param>
internal sealed record StoredJob(
    string Id, long Number, string Queue, string? Key, string? UserId, ReadOnlyMemory<byte> Payload, DateTimeOffset QueuedAt,
    DateTimeOffset FirstDueAt, DateTimeOffset DueAt, int Attempt, string? TraceParent, string? TraceState);

/// <summary>What came of claiming.</summary>
/// <param name="Jobs">The jobs that were claimed.</param>
/// <param name="NextDue">
/// When the next job that only waits for its time is due: now or earlier where more could have been claimed; null where there is none.
/// </param>
internal readonly record struct Claim(IReadOnlyList<StoredJob> Jobs, DateTimeOffset? NextDue);

/// <summary>How many jobs of a queue there are.</summary>
internal readonly record struct QueueCounts(long Waiting, long Running, long Failed);
