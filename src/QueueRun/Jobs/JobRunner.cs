using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Diagnostics;

namespace QueueRun.Jobs;

/// <summary>
/// Does the jobs: claims as many as may run at a time, calls their handlers, and tells the store what became of them. It waits for no clock but the
/// next time that something is due: whatever makes a job claimable wakes it.
/// </summary>
internal sealed class JobRunner(
    IJobStore store, JobTable table, Scheduler scheduler, JobServices services, QueueRunOptions options, IHostApplicationLifetime lifetime,
    TimeProvider time, ILogger<JobRunner> log) : IHostedLifecycleService
{
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);

    /// <summary>A timer does not know that the machine slept or that its clock was set: after so long the runner looks itself.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstTrouble = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTrouble = TimeSpan.FromSeconds(10);

    private readonly Settlement _settlement = new(store, options, time, log);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private readonly HashSet<JobAttempt> _running = [];     // their handlers have not ended
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyDictionary<string, QueueCounts>? _looked;
    private ITimer? _timer;
    private Task _dispatching = Task.CompletedTask;
    private CancellationTokenRegistration _started;
    private CancellationTokenRegistration _stopping;
    private Task? _drained;
    private long _signals;
    private long _answered;
    private int _open;          // attempts of which the store does not know yet what became of them
    private bool _isStopping;
    private bool _isBreakingOff;
    private bool _isInTrouble;  // and has been told

    /// <summary>The attempts whose handlers have not ended.</summary>
    public IReadOnlyList<JobAttempt> Running
    {
        get
        {
            lock (_gate) return [.. _running];
        }
    }

    /// <summary>Whether every signal so far has been answered (what could be started has been), or nobody answers any.</summary>
    public bool IsIdle => _dispatching.IsCompleted || Volatile.Read(ref _answered) == Volatile.Read(ref _signals);

    /// <summary>Whether the store, or the runner itself, could not do what it should.</summary>
    public bool IsInTrouble => store.IsInTrouble || Volatile.Read(ref _isInTrouble);

    /// <summary>The store is open before any service of the program starts, and closed when all have stopped: any of them may push.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (table.IsEmpty && store.Location is null) return;

        await store.StartAsync(Wake, cancellationToken);
        if (store.Location is { } location) log.Durable(location);
        else log.InMemory();
        await scheduler.StartAsync();

        // Whoever does jobs may need the rest of the program: it has started then, and still runs.
        _started = lifetime.ApplicationStarted.Register(Begin);
        _stopping = lifetime.ApplicationStopping.Register(() => _drained ??= DrainAsync());
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _started.DisposeAsync();
        await _stopping.DisposeAsync();
        await (_drained ??= DrainAsync()).WaitAsync(cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => store.StopAsync().WaitAsync(cancellationToken);

    private void Wake()
    {
        Interlocked.Increment(ref _signals);
        _wake.Writer.TryWrite(true);
    }

    private void Begin()
    {
        _timer = time.CreateDetachedTimer(static runner => ((JobRunner)runner!).Wake(), this);
        Wake(); // not idle before it has looked for the first time
        using (ExecutionContext.SuppressFlow()) _dispatching = Task.Run(DispatchAsync);
    }

    private async Task DispatchAsync()
    {
        var trouble = FirstTrouble;
        var pruneAt = time.GetUtcNow();
        while (!Volatile.Read(ref _isStopping))
        {
            TimeSpan wait;
            var signals = Volatile.Read(ref _signals);
            try
            {
                if (pruneAt <= time.GetUtcNow())
                {
                    await store.PruneAsync(time.GetUtcNow() - options.FailedJobRetention);
                    pruneAt = time.GetUtcNow() + PruneInterval;
                }

                var next = await StepAsync();
                wait = Min(next, time.GetUtcNow() + LongestWait) - time.GetUtcNow();
                trouble = FirstTrouble;
                Recovered();
            }
#pragma warning disable CA1031 // Whatever it is, jobs are not given up: a fault of one moment must not end them for good.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Trouble(error, trouble);
                wait = trouble;
                trouble = trouble * 2 < LongestTrouble ? trouble * 2 : LongestTrouble;
            }

            if (wait <= TimeSpan.Zero) continue;
            _timer!.Change(DetachedTimer.RoundUp(wait), Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _answered, signals); // last: whoever moves a clock does so when it is idle
            await _wake.Reader.ReadAsync();
        }
    }

    /// <summary>Starts what can be started. Returns when there is more to do, as far as that is known; null where only a signal can tell.</summary>
    private async ValueTask<DateTimeOffset?> StepAsync()
    {
        var next = options.MaxConcurrentJobs > 0 ? await scheduler.RunDueAsync() : null;
        int free;
        lock (_gate) free = options.MaxConcurrentJobs - _running.Count;
        if (free > 0)
        {
            var claim = await store.ClaimAsync(table.Queues, free);
            if (Volatile.Read(ref _isStopping))
            {
                foreach (var job in claim.Jobs) await store.ReleaseAsync(job, job.DueAt, countsAttempt: false);
                return null;
            }

            foreach (var job in claim.Jobs) Start(job);
            // Without a free place only the end of a job matters, and that wakes.
            if (claim.Jobs.Count < free) next = Min(next, claim.NextDue);
        }

        LookForUnknown();
        return next;
    }

    private void Start(StoredJob job)
    {
        var attempt = new JobAttempt(job, table.HandlerOf(job.Queue), services, TimedOut);
        lock (_gate)
        {
            _running.Add(attempt);
            _open++;
            if (_isBreakingOff) attempt.BreakOff(); // it was claimed before the program began to stop, and comes late
        }

        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Runner.RunAsync(work.Attempt), (Runner: this, Attempt: attempt), preferLocal: false);
    }

    /// <summary>Never throws, and gives back what it took: a logger or a listener that fails costs no place and no job.</summary>
    private async Task RunAsync(JobAttempt attempt)
    {
        Verdict verdict;
        using (attempt) verdict = await attempt.RunAsync();
        var settle = _settlement.Of(attempt, verdict);
        var settling = settle(); // before the place is free: the next claim counts on it
        lock (_gate) _running.Remove(attempt);
        Wake();
        _settlement.Log(attempt, verdict);
        try
        {
            await SettleAsync(settle, settling);
        }
        finally
        {
            lock (_gate)
            {
                if (--_open == 0 && _isStopping) _gone.TrySetResult();
            }
        }
    }

    /// <summary>Tells the store until it has heard: as long as the process runs, the job stays claimed.</summary>
    private async Task SettleAsync(Func<ValueTask> settle, ValueTask settling)
    {
        for (var delay = FirstTrouble; ; delay = delay * 2 < LongestTrouble ? delay * 2 : LongestTrouble)
        {
            try
            {
                await settling;
                return;
            }
            catch (JobStoreException error)
            {
                if (_drained is { IsCompleted: true }) return; // the store is closed: the job is tried again when the process has ended
                Trouble(error, delay);
            }

            await Task.Delay(delay, time);
            settling = settle();
        }
    }

    private void TimedOut(JobAttempt attempt) => log.TimedOut(attempt.Handler.Descriptor.Name, attempt.Job.Id);

    private async Task DrainAsync()
    {
        // As with sockets: half of the time to finish, then some to answer the token.
        using var breakOff = new CancellationTokenSource(options.ShutdownTimeout * 0.5, time);
        using var overdue = new CancellationTokenSource(options.ShutdownTimeout * 0.9, time);
        Volatile.Write(ref _isStopping, true);
        Wake();
        await _dispatching.WaitAsync(overdue.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_timer is not null) await _timer.DisposeAsync();
        lock (_gate)
        {
            if (_open == 0) _gone.TrySetResult();
        }

        await _gone.Task.WaitAsync(breakOff.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate) _isBreakingOff = true;
        foreach (var attempt in Running) attempt.BreakOff();
        await _gone.Task.WaitAsync(overdue.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Running is { Count: > 0 } left)
            log.Overdue(left.Count, string.Join(", ", left.Select(attempt => attempt.Handler.Descriptor.Name).Distinct()));
    }

    /// <summary>A newer version of the program may have left jobs that this one knows nothing of.</summary>
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

    private void Trouble(Exception error, TimeSpan delay)
    {
        if (Interlocked.Exchange(ref _isInTrouble, true)) return;

        if (error is JobStoreException) log.StoreTrouble(error, delay);
        else log.Fault(error, delay);
    }

    private void Recovered()
    {
        if (Interlocked.Exchange(ref _isInTrouble, false)) log.StoreRecovered();
    }

    private static DateTimeOffset? Min(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    private static DateTimeOffset Min(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;
}
