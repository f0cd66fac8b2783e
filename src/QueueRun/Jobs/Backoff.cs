namespace QueueRun.Jobs;

/// <summary>How long a job waits before it is tried again.</summary>
internal static class Backoff
{
    /// <summary>
    /// The share by which a delay is made longer or shorter, so that jobs that failed together are not tried again together.
    /// </summary>
    private const double Jitter = 0.2;

    /// <summary>The delay after an attempt: twice as long each time.</summary>
    /// <param name="options">The delay after the first attempt, and the longest delay.</param>
    /// <param name="attempt">The failed attempt: 1 is the first.</param>
    public static TimeSpan After(int attempt, QueueRunOptions options)
    {
#pragma warning disable CA5394 // The time of a further attempt is no secret.
        return Nominal(attempt, options) * (1 + Jitter * (2 * Random.Shared.NextDouble() - 1));
#pragma warning restore CA5394
    }

    /// <summary>The longest delay that <see cref="After"/> may return.</summary>
    public static TimeSpan Longest(int attempt, QueueRunOptions options) => Nominal(attempt, options) * (1 + Jitter);

    private static TimeSpan Nominal(int attempt, QueueRunOptions options)
        => options.RetryDelay * Math.Min(Math.Pow(2, attempt - 1), options.MaxRetryDelay / options.RetryDelay);
}
