using Microsoft.Extensions.Logging;

namespace QueueRun.Jobs;

/// <summary>The jobs that this process has claimed: calls their handlers, then reports the results to the store.</summary>
/// <param name="table">Knows the handlers.</param>
/// <param name="services">Shared by all attempts.</param>
/// <param name="settler">Reports results to the store.</param>
/// <param name="freed">Called when a handler has ended, and another job may run.</param>
/// <param name="log">Receives entries about handlers that take too long.</param>
internal sealed class RunningJobs(JobTable table, JobServices services, JobSettler settler, Action freed, ILogger<JobRunner> log)
{
    private readonly Lock _gate = new();
    private readonly HashSet<JobAttempt> _attempts = [];    // attempts whose handlers have not ended
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;          // attempts whose result the store has not yet accepted
    private bool _isClosed;
    private bool _isBreakingOff;

    /// <summary>The attempts whose handlers have not ended.</summary>
    public IReadOnlyList<JobAttempt> Attempts
    {
        get
        {
            lock (_gate) return [.. _attempts];
        }
    }

    /// <summary>The number of these attempts.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _attempts.Count;
        }
    }

    /// <summary>Whether a result is being reported to the store.</summary>
    public bool IsSettling
    {
        get
        {
            lock (_gate) return _open - settler.Waiting > _attempts.Count;
        }
    }

    /// <summary>Calls a job's handler, on another thread.</summary>
    public void Start(StoredJob job)
    {
        var attempt = new JobAttempt(job, table.HandlerOf(job.Queue), services, TimedOut);
        lock (_gate)
        {
            _attempts.Add(attempt);
            _open++;
            if (_isBreakingOff) attempt.BreakOff(); // the job was claimed before the program began to stop, and starts late
        }

        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Jobs.RunAsync(work.Attempt), (Jobs: this, Attempt: attempt), preferLocal: false);
    }

    /// <summary>Starts no more jobs. Completes when the store has accepted the results of all attempts.</summary>
    public Task GoneAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (_open == 0) _gone.TrySetResult();
        }

        return _gone.Task;
    }

    /// <summary>Cancels all handlers: the program stops, and cannot wait any longer.</summary>
    public void BreakOff()
    {
        lock (_gate) _isBreakingOff = true;
        foreach (var attempt in Attempts) attempt.BreakOff();
    }

    /// <summary>Never throws, and always frees its place: a failing logger or listener costs no place and no job.</summary>
    private async Task RunAsync(JobAttempt attempt)
    {
        var verdict = await attempt.RunAsync();
        var settlement = Settlement.Decide(attempt.Job, verdict, services.Options, services.Time.GetUtcNow());
        var settling = settler.SettleAsync(attempt.Job, settlement); // before the place becomes free, because the next claim relies on it
        lock (_gate) _attempts.Remove(attempt);
        freed();
        settler.Log(attempt, verdict, settlement);
        try
        {
            await settling;
        }
        finally
        {
            lock (_gate)
            {
                if (--_open == 0 && _isClosed) _gone.TrySetResult();
            }
        }
    }

    private void TimedOut(JobAttempt attempt) => log.TimedOut(attempt.Handler.Descriptor.Name, attempt.Job.Id);
}
