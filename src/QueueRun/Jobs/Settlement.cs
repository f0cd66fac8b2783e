using Microsoft.Extensions.Logging;
using QueueRun.Diagnostics;

namespace QueueRun.Jobs;

/// <summary>What follows from how an attempt ended: the job is forgotten, waits again, or has failed for good.</summary>
internal sealed class Settlement(IJobStore store, QueueRunOptions options, TimeProvider time, ILogger<JobRunner> log)
{
    /// <summary>What the store is to be told; called until it has heard.</summary>
    public Func<ValueTask> Of(JobAttempt attempt, Verdict verdict)
    {
        var job = attempt.Job;
        switch (verdict)
        {
            case { Error: null }:
                return async () => await store.CompleteAsync(job);

            case { Outcome: Outcome.Cancelled }:
                return async () => await store.ReleaseAsync(job, time.GetUtcNow(), countsAttempt: false);

            case { IsHopeless: false } when job.Attempt < options.MaxAttempts:
                attempt.RetryAfter = Backoff.After(job.Attempt, options);
                var dueAt = time.GetUtcNow() + attempt.RetryAfter.Value;
                return async () => await store.ReleaseAsync(job, dueAt, countsAttempt: true);

            default:
                var text = TextOf(verdict.Error);
                return async () => await store.FailAsync(job, text);
        }
    }

    /// <summary>Logs what became of an attempt.</summary>
    public void Log(JobAttempt attempt, Verdict verdict)
    {
        var (job, name) = (attempt.Job, attempt.Handler.Descriptor.Name);
        try
        {
            if (verdict.Error is null) return;
            if (verdict.Outcome is Outcome.Cancelled) log.BrokenOff(name, job.Id);
            else if (attempt.RetryAfter is { } delay) log.Failed(verdict.Error, name, job.Attempt, options.MaxAttempts, job.Id, delay);
            else log.FailedForGood(verdict.Error, name, job.Attempt, job.Id);
        }
#pragma warning disable CA1031 // An exception that cannot even be written down is still only one job's.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Nobody can be told. The store keeps what is known.
        }
    }

    private static string TextOf(Exception error)
    {
        try
        {
            return error.ToString();
        }
#pragma warning disable CA1031 // The text is the user's code.
        catch (Exception)
#pragma warning restore CA1031
        {
            return $"{error.GetType()}, whose text cannot be read.";
        }
    }
}
