namespace QueueRun.Jobs;

/// <summary>The runner's remaining work. Only QueueRun.Testing reads it, to wait until the server is idle.</summary>
internal interface IJobWork
{
    /// <summary>The attempts whose handlers have not ended.</summary>
    IReadOnlyList<JobAttempt> Running { get; }

    /// <summary>
    /// Whether every signal so far has been answered (all jobs that can start have started), or no signal is answered any more.
    /// </summary>
    bool IsIdle { get; }
}
