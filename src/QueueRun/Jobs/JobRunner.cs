using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;

namespace QueueRun.Jobs;

/// <summary>
/// Runs the jobs, from the program's start to its end. It sleeps until the next due time; any change that makes a job claimable wakes it.
/// </summary>
internal sealed class JobRunner : IHostedLifecycleService, IJobWork
{
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// The longest sleep. A timer does not notice that the machine slept or that its clock was set, so the runner then looks itself.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly IJobStore _store;
    private readonly JobTable _table;
    private readonly Scheduler _scheduler;
    private readonly QueueRunOptions _options;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger<JobRunner> _log;
    private readonly ClockWatch _clock;
    private readonly JobTrouble _trouble;
    private readonly JobSettler _settler;
    private readonly RunningJobs _running;
    private readonly JobClaimer _claimer;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ITimer? _timer;
    private Task _dispatching = Task.CompletedTask;
    private volatile bool _isBeginning;     // the program has jobs, and has not yet started
    private CancellationTokenRegistration _started;
    private CancellationTokenRegistration _stopping;
    private Task? _drained;
    private long _signals;
    private long _answered;

    public JobRunner(
        IJobStore store, JobTable table, Scheduler scheduler, JobServices services, QueueRunOptions options, IHostApplicationLifetime lifetime,
        TimeProvider time, ILogger<JobRunner> log)
    {
        (_store, _table, _scheduler, _options, _lifetime, _time, _log) = (store, table, scheduler, options, lifetime, time, log);
        _clock = new(store, scheduler, time, log);
        _trouble = new(log);
        _settler = new(store, _trouble, options, time, log);
        _running = new(table, services, _settler, Wake, log);
        _claimer = new(store, table, scheduler, _running, options, log);
    }

    /// <summary>The attempts whose handlers have not ended.</summary>
    public IReadOnlyList<JobAttempt> Running => _running.Attempts;

    bool IJobWork.IsIdle
    {
        get
        {
            if (_running.IsSettling || _isBeginning) return false;
            return _dispatching.IsCompleted || Volatile.Read(ref _answered) == Volatile.Read(ref _signals);
        }
    }

    /// <summary>Whether the last use of the store, or the runner itself, failed.</summary>
    public bool IsInTrouble => _store.IsInTrouble || _trouble.IsOn;

    /// <summary>
    /// Opens the store before any service of the program starts; it closes when all have stopped, because each may push jobs.
    /// </summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (_table.IsEmpty && _store.Location is null) return;

        await _store.StartAsync(Wake, cancellationToken);
        if (_store.Location is { } location) _log.Durable(location);
        else _log.InMemory();
        await _clock.StartAsync();
        await _scheduler.StartAsync();

        // Handlers may need the rest of the program, so jobs run only after it has started and before it stops.
        _isBeginning = true;
        _started = _lifetime.ApplicationStarted.Register(Begin);
        _stopping = _lifetime.ApplicationStopping.Register(() => _drained ??= DrainAsync());
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

    public Task StoppedAsync(CancellationToken cancellationToken) => _store.StopAsync().WaitAsync(cancellationToken);

    private void Wake()
    {
        Interlocked.Increment(ref _signals);
        _wake.Writer.TryWrite(true);
    }

    private void Begin()
    {
        _timer = _time.CreateDetachedTimer(static runner => ((JobRunner)runner!).Wake(), this);
        Wake(); // it is not idle before its first look
        using (ExecutionContext.SuppressFlow()) _dispatching = Task.Run(DispatchAsync);
        _isBeginning = false;
    }

    private async Task DispatchAsync()
    {
        var retryDelay = JobTrouble.FirstDelay;
        var pruneAt = _time.GetUtcNow();
        while (!_claimer.IsStopped)
        {
            TimeSpan wait;
            var signals = Volatile.Read(ref _signals);
            try
            {
                if (await _clock.LookAsync()) pruneAt = _time.GetUtcNow();
                if (pruneAt <= _time.GetUtcNow())
                {
                    await _store.PruneAsync(_time.GetUtcNow() - _options.FailedJobRetention);
                    pruneAt = _time.GetUtcNow() + PruneInterval;
                }

                var next = await _claimer.ClaimAsync();
                var now = _time.GetUtcNow(); // read once, because the clock may be set at any time
                wait = next < now + LongestWait ? next.Value - now : LongestWait;
                retryDelay = JobTrouble.FirstDelay;
                _trouble.End();
            }
#pragma warning disable CA1031 // Jobs go on after any exception: a momentary fault must not end them for good.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _trouble.Begin(error, retryDelay);
                wait = retryDelay;
                retryDelay = JobTrouble.NextDelay(retryDelay);
            }

            if (wait <= TimeSpan.Zero) continue;
            _timer!.Change(DetachedTimer.RoundUp(wait), Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _answered, signals); // written last: a test moves its clock when the runner is idle
            await _wake.Reader.ReadAsync();
        }
    }

    private async Task DrainAsync()
    {
        // As with connections: half of the time for handlers to finish, then some time for cancelled ones.
        using var breakOff = new CancellationTokenSource(_options.ShutdownTimeout * 0.5, _time);
        using var overdue = new CancellationTokenSource(_options.ShutdownTimeout * 0.9, _time);
        _claimer.Stop();
        _isBeginning = false;
        Wake();
        await _dispatching.WaitAsync(overdue.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_timer is not null) await _timer.DisposeAsync();

        var gone = _running.GoneAsync();
        await gone.WaitAsync(breakOff.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running.BreakOff();
        await gone.WaitAsync(overdue.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _settler.GiveUp();
        if (Running is { Count: > 0 } left)
            _log.Overdue(left.Count, string.Join(", ", left.Select(attempt => attempt.Handler.Descriptor.Name).Distinct()));
    }
}
