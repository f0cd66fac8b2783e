using Microsoft.Extensions.Logging;

namespace QueueRun.Jobs;

/// <summary>Claims as many jobs as may run at the same time, and starts them. Used by one caller at a time.</summary>
internal sealed class JobClaimer(
    IJobStore store, JobTable table, Scheduler scheduler, RunningJobs running, QueueRunOptions options, ILogger<JobRunner> log)
{
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, QueueCounts>? _looked;
    private volatile bool _isStopped;

    /// <summary>Whether claiming has stopped.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Stops claiming, because the program stops. Jobs that are being claimed at this moment are put back.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Starts all jobs that can start. Returns the next known time with work; null if only a signal can bring more.</summary>
    public async ValueTask<DateTimeOffset?> ClaimAsync()
    {
        var next = options.MaxConcurrentJobs > 0 ? await scheduler.RunDueAsync() : null;
        if (options.MaxConcurrentJobs - running.Count is > 0 and var free)
        {
            var claim = await store.ClaimAsync(table.Queues, free);
            if (_isStopped)
            {
                foreach (var job in claim.Jobs) await store.ReleaseAsync(job, job.DueAt, countsAttempt: false);
                return null;
            }

            foreach (var job in claim.Jobs) running.Start(job);
            // While no place is free, only the end of a job matters, and that sends a signal.
            if (claim.Jobs.Count < free) next = next < claim.NextDue || claim.NextDue is null ? next : claim.NextDue;
        }

        LookForUnknown();
        return next;
    }

    /// <summary>Logs queues without a handler: a newer version of the program may have left jobs that this one does not know.</summary>
    private void LookForUnknown()
    {
        var counts = store.Counts;
        if (ReferenceEquals(counts, _looked)) return;

        _looked = counts;
        foreach (var (queue, count) in counts)
        {
            if (count.Waiting > 0 && !table.Queues.Contains(queue) && _unknown.Add(queue)) log.UnknownQueue(count.Waiting, queue);
        }
    }
}
