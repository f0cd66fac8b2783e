namespace QueueRun.Jobs;

/// <summary>Limits how long a job may still wait for its time.</summary>
internal static class LongestWait
{
    /// <summary>The job's due time, but no later than if its wait had begun now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="dueAt">When the job is due.</param>
    /// <param name="delay">Its own delay before the first attempt; null for further attempts.</param>
    /// <param name="attempt">The number of the last attempt.</param>
    /// <param name="options">The delays before further attempts.</param>
    public static DateTimeOffset Limit(DateTimeOffset now, DateTimeOffset dueAt, TimeSpan? delay, int attempt, QueueRunOptions options)
    {
        var longest = delay ?? Backoff.Longest(Math.Max(1, attempt), options);
        var latest = longest > TimeSpan.Zero ? now + longest : now;
        return dueAt < latest ? dueAt : latest;
    }
}
