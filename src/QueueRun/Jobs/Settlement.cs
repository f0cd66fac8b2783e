namespace QueueRun.Jobs;

/// <summary>The kinds of results of an attempt at a job.</summary>
internal enum SettlementKind
{
    /// <summary>The job is done, and is deleted.</summary>
    Complete,

    /// <summary>The attempt was cancelled because the program stops: the job waits again, and the attempt does not count.</summary>
    PutBack,

    /// <summary>The attempt failed, and the job is tried again.</summary>
    Retry,

    /// <summary>The job has failed for good.</summary>
    Fail,
}

/// <summary>The result of an attempt at a job.</summary>
/// <param name="Kind">The kind of the result.</param>
/// <param name="DueAt">When the job is tried again; now if it is put back.</param>
/// <param name="Delay">The time until it is tried again; zero if it is not.</param>
/// <param name="Error">The error that is kept with a job that has failed for good.</param>
internal readonly record struct Settlement(SettlementKind Kind, DateTimeOffset DueAt = default, TimeSpan Delay = default, string Error = "")
{
    /// <summary>Decides the result of an attempt.</summary>
    public static Settlement Decide(StoredJob job, Verdict verdict, QueueRunOptions options, DateTimeOffset now)
    {
        switch (verdict)
        {
            case { Error: null }:
                return new(SettlementKind.Complete);

            case { Outcome: Diagnostics.Outcome.Cancelled }:
                return new(SettlementKind.PutBack, now);

            case { IsPermanent: false } when job.Attempt < options.MaxAttempts:
                var delay = Backoff.After(job.Attempt, options);
                return new(SettlementKind.Retry, now + delay, delay);

            default:
                return new(SettlementKind.Fail, Error: TextOf(verdict.Error));
        }
    }

    private static string TextOf(Exception error)
    {
        try
        {
            return error.ToString();
        }
#pragma warning disable CA1031 // The exception's text is the user's code.
        catch (Exception)
#pragma warning restore CA1031
        {
            return $"{error.GetType()}; its text cannot be read.";
        }
    }
}
