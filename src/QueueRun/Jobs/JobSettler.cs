using Microsoft.Extensions.Logging;

namespace QueueRun.Jobs;

/// <summary>
/// Reports the results of jobs to the store, again and again until the store has accepted them: so jobs stay claimed while the process
/// runs.
/// </summary>
internal sealed class JobSettler(IJobStore store, JobTrouble trouble, QueueRunOptions options, TimeProvider time, ILogger<JobRunner> log)
{
    private int _waiting;
    private volatile bool _isGivenUp;

    /// <summary>The number of jobs whose results will be reported again.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>
    /// Gives up: the store is about to close. Jobs without an accepted result are tried again after the process has ended.
    /// </summary>
    public void GiveUp() => _isGivenUp = true;

    /// <summary>
    /// Reports the result to the store; the first try begins before this returns. Completes when the store has accepted it, or after <see
    /// cref="GiveUp"/>.
    /// </summary>
    public async Task SettleAsync(StoredJob job, Settlement settlement)
    {
        for (var delay = JobTrouble.FirstDelay; ; delay = JobTrouble.NextDelay(delay))
        {
            try
            {
                await TellAsync(job, settlement);
                return;
            }
            catch (JobStoreException error)
            {
                if (_isGivenUp) return;
                trouble.Begin(error, delay);
            }

            var later = Task.Delay(delay, time);
            Interlocked.Increment(ref _waiting);
            await later;
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Logs the failure, if any. Never throws.</summary>
    public void Log(JobAttempt attempt, Verdict verdict, Settlement settlement)
    {
        var (job, name) = (attempt.Job, attempt.Handler.Descriptor.Name);
        try
        {
            if (settlement.Kind is SettlementKind.PutBack) log.BrokenOff(name, job.Id);
            else if (settlement.Kind is SettlementKind.Retry) log.Failed(verdict.Error!, name, job.Attempt, options.MaxAttempts, job.Id, settlement.Delay);
            else if (settlement.Kind is SettlementKind.Fail) log.FailedForGood(verdict.Error!, name, job.Attempt, job.Id);
        }
#pragma warning disable CA1031 // If an exception cannot be logged, only this job's log entry is lost.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The log cannot be used. The store keeps the error.
        }
    }

    private ValueTask TellAsync(StoredJob job, Settlement settlement) => settlement.Kind switch
    {
        SettlementKind.Complete => store.CompleteAsync(job),
        SettlementKind.PutBack => store.ReleaseAsync(job, settlement.DueAt, countsAttempt: false),
        SettlementKind.Retry => store.ReleaseAsync(job, settlement.DueAt, countsAttempt: true),
        _ => store.FailAsync(job, settlement.Error),
    };
}
