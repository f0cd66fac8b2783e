namespace QueueRun.Jobs;

/// <summary>How long a job waits before it is tried again.</summary>
internal static class Backoff
{
    /// <summary>The share by which a delay is longer or shorter, so that what failed together does not come back together.</summary>
    private const double Jitter = 0.2;

    /// <summary>The delay after an attempt: twice as long each time.</summary>
    /// <param name="options">The delay after the first, and the longest.</param>
    /// <param name="attempt">The attempt that has failed: 1 is the first.</param>
    public static TimeSpan After(int attempt, QueueRunOptions options)
    {
        var factor = Math.Min(Math.Pow(2, attempt - 1), options.MaxRetryDelay / options.RetryDelay);
        var delay = options.RetryDelay * factor;
#pragma warning disable CA5394 // Nothing is secret about when a job is tried again.
        return delay * (1 + Jitter * (2 * Random.Shared.NextDouble() - 1));
#pragma warning restore CA5394
    }
}
