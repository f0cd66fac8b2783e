namespace QueueRun.Jobs;

/// <summary>
/// Keeps the jobs. The rules of queues are on this side of the interface, storage on the other; by default in memory (<see
/// cref="MemoryJobStore"/>). A completed operation is kept: by a store outside the process, even if the process is killed.
/// </summary>
/// <remarks>
/// A job waits, runs, or has failed; a completed job is deleted. A waiting job can be claimed when it is due. If it has a key, it must also
/// be the first of its queue and key among the waiting and running jobs. A claimed job belongs to its claimer until the claimer reports its
/// result or the claimer's process ends; no timeout ends a claim. Every method that returns a task may throw a <see
/// cref="JobStoreException"/>, and has then changed nothing.
/// </remarks>
internal interface IJobStore
{
    /// <summary>Where the jobs are kept, for the log; null if they do not survive the process.</summary>
    string? Location { get; }

    /// <summary>
    /// The number of jobs per queue at the store's last look: it looks after each change by this process, and about every second for
    /// changes by other processes. Never waits, and never throws.
    /// </summary>
    IReadOnlyDictionary<string, QueueCounts> Counts { get; }

    /// <summary>Whether the last use of the store failed. Never waits, and never throws.</summary>
    bool IsInTrouble { get; }

    /// <summary>Opens the store; called once, before anything else.</summary>
    /// <param name="changed">Called, on any thread, when a job may have become claimable: one was pushed, here or in another process, the
    /// job before it with its key has ended, or that job's process has. It returns at once.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="JobStoreException">The store cannot be opened; the message names the cure.</exception>
    Task StartAsync(Action changed, CancellationToken cancellationToken);

    /// <summary>Adds a waiting job. Returns its id, or the id of the earlier job with the same deduplication id.</summary>
    /// <exception cref="QueueFullException">The queue already holds the maximum of waiting jobs.</exception>
    ValueTask<string> PushAsync(NewJob job, CancellationToken cancellationToken);

    /// <summary>
    /// Claims due jobs, the longest due first, and counts the attempt. Results that were reported before this call are taken into account.
    /// </summary>
    /// <param name="queues">The queues to claim from.</param>
    /// <param name="count">The maximum.</param>
    ValueTask<Claim> ClaimAsync(IReadOnlyCollection<string> queues, int count);

    /// <summary>The job is done: deletes it.</summary>
    ValueTask CompleteAsync(StoredJob job);

    /// <summary>Makes the job wait again. It stays the first of its key.</summary>
    /// <param name="job">A claimed job.</param>
    /// <param name="dueAt">When the job may be claimed again.</param>
    /// <param name="countsAttempt">Whether the attempt counts; false if it was cancelled because the program stops.</param>
    ValueTask ReleaseAsync(StoredJob job, DateTimeOffset dueAt, bool countsAttempt);

    /// <summary>The job has failed for good: keeps it with its error. It no longer holds up the jobs behind it.</summary>
    ValueTask FailAsync(StoredJob job, string error);

    /// <summary>
    /// The stored next time of a schedule. If none is stored, or the definition has changed, stores <paramref name="first"/>.
    /// </summary>
    /// <param name="name">The schedule's name.</param>
    /// <param name="definition">Its expression and time zone.</param>
    /// <param name="first">Its next time from now on; null if there is none.</param>
    ValueTask<DateTimeOffset?> GetScheduleAsync(string name, string definition, DateTimeOffset? first);

    /// <summary>
    /// Moves a schedule to its next time, and adds a run: only once, even if several processes try it at the same time. Adds no run if one
    /// already waits, or runs (unless <paramref name="behindRunning"/>). A schedule that is no longer stored is stored again, and moved.
    /// </summary>
    /// <param name="name">The schedule's name.</param>
    /// <param name="definition">Its expression and time zone, as the caller knows them.</param>
    /// <param name="from">Its current time; null if it has none.</param>
    /// <param name="to">Its next time; null if there is none.</param>
    /// <param name="run">The run to add, in the schedule's own queue; null for none.</param>
    /// <param name="behindRunning">Whether the run is added while an earlier run still runs.</param>
    /// <returns>
    /// The schedule's time now, even if another process has moved it; null if another definition is stored by now: then the schedule
    /// belongs to the process that stored it.
    /// </returns>
    ValueTask<DateTimeOffset?> AdvanceScheduleAsync(
        string name, string definition, DateTimeOffset? from, DateTimeOffset? to, NewJob? run, bool behindRunning);

    /// <summary>The latest time at which any process stored something that waits for a time; null if it is unknown.</summary>
    ValueTask<DateTimeOffset?> GetLatestTimeAsync();

    /// <summary>
    /// The clock has gone back. Shortens the waits of jobs (<see cref="LongestWait"/>) and of deduplication ids to what they would be if
    /// they began now, and moves later times of failures to now.
    /// </summary>
    ValueTask ShortenWaitsAsync();

    /// <summary>Counts the jobs of every queue in the store, now.</summary>
    ValueTask<IReadOnlyDictionary<string, QueueCounts>> CountAsync(CancellationToken cancellationToken);

    /// <summary>Failed jobs, the newest first.</summary>
    ValueTask<IReadOnlyList<FailedJob>> GetFailedAsync(string? queue, string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Puts a failed job back, as if it were pushed now; false if there is none.</summary>
    /// <exception cref="QueueFullException">The queue already holds the maximum of waiting jobs.</exception>
    ValueTask<bool> RetryAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a failed or waiting job; false if it does not exist, or runs. The job behind it with its key may then run.
    /// </summary>
    ValueTask<bool> DeleteAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Deletes the jobs that failed before this time.</summary>
    ValueTask PruneAsync(DateTimeOffset failedBefore);

    /// <summary>
    /// Closes the store after all pending operations. Jobs that still run in this process stay claimed until it ends, because their results
    /// are unknown. A second call does nothing.
    /// </summary>
    Task StopAsync();
}

/// <summary>A job to be added.</summary>
internal sealed record NewJob(
    string Queue, string? Key, string? DeduplicationId, string? UserId, ReadOnlyMemory<byte> Payload, DateTimeOffset QueuedAt, DateTimeOffset DueAt,
    string? TraceParent, string? TraceState);

/// <summary>A claimed job.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number in the store.</param>
/// <param name="Queue">Its queue.</param>
/// <param name="Key">Its key, or null.</param>
/// <param name="UserId">The id of the user who pushed it, or null.</param>
/// <param name="Payload">Its content.</param>
/// <param name="QueuedAt">When it was pushed.</param>
/// <param name="FirstDueAt">When its first attempt was due.</param>
/// <param name="DueAt">When this attempt was due.</param>
/// <param name="Attempt">The number of this attempt: 1 is the first.</param>
/// <param name="TraceParent">The trace in which it was pushed, in the form of W3C Trace Context, or null.</param>
/// <param name="TraceState">The trace state of <paramref name="TraceParent"/>.</param>
internal sealed record StoredJob(
    string Id, long Number, string Queue, string? Key, string? UserId, ReadOnlyMemory<byte> Payload, DateTimeOffset QueuedAt,
    DateTimeOffset FirstDueAt, DateTimeOffset DueAt, int Attempt, string? TraceParent, string? TraceState);

/// <summary>The result of claiming.</summary>
/// <param name="Jobs">The claimed jobs.</param>
/// <param name="NextDue">When the next job that only waits for its time is due; now or earlier if more jobs could have been claimed; null
/// if there is none.</param>
internal readonly record struct Claim(IReadOnlyList<StoredJob> Jobs, DateTimeOffset? NextDue);

/// <summary>The number of jobs of a queue, by state.</summary>
internal readonly record struct QueueCounts(long Waiting, long Running, long Failed);
