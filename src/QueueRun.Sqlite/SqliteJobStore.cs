using Microsoft.Extensions.Logging;
using QueueRun.Jobs;
using QueueRun.Sqlite.Database;
using QueueRun.Sqlite.Store;

namespace QueueRun.Sqlite;

/// <summary>Keeps jobs in an SQLite file, which processes of one machine may share.</summary>
internal sealed class SqliteJobStore : IJobStore, IDisposable
{
    /// <summary>SQLite's largest row has 1,000,000,000 bytes; the rest is for the other columns, including the error.</summary>
    private const int LargestPayload = 999_000_000;

    private readonly JobFile _file;
    private readonly QueueRunOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteJobStore> _log;
    private readonly CountSnapshot _counts = new();
    private StoreThread? _thread;

    public SqliteJobStore(JobFile file, QueueRunOptions options, TimeProvider time, ILogger<SqliteJobStore> log)
        => (_file, _options, _time, _log) = (file.Resolve(), options, time, log);

    public string Location => _file.Path;

    public IReadOnlyDictionary<string, QueueCounts> Counts => _counts.Current;

    public bool IsInTrouble => _thread?.IsInTrouble ?? false;

    public async Task StartAsync(Action changed, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.GetDirectoryName(_file.Path)))
            throw new JobStoreException($"The job store {_file.Path} cannot be opened: its folder does not exist. Create it.");

        _thread = new(_file, new(_options, _time, _log), _counts, changed, _log);
        await _thread.Started.WaitAsync(cancellationToken);
    }

    public ValueTask<string> PushAsync(NewJob job, CancellationToken cancellationToken)
        => DoAsync(session => Push(session, job), isDurable: true, cancellationToken: cancellationToken);

    public ValueTask<Claim> ClaimAsync(IReadOnlyCollection<string> queues, int count)
        => DoAsync(session => session.Jobs.Claim(session.Owner, queues, count, _time.GetUtcNow()), isDurable: false, runsLast: true);

    // The state of claimed jobs need not survive a power failure: if it is lost, the job is done again, as after any failure while it runs.
    public ValueTask CompleteAsync(StoredJob job) => DoAsync(
        session => session.Jobs.Complete(session.Owner, job, _time.GetUtcNow()), isDurable: false);

    public ValueTask ReleaseAsync(StoredJob job, DateTimeOffset dueAt, bool countsAttempt) => DoAsync(
        session =>
        {
            session.See(_time.GetUtcNow());
            session.Jobs.Release(session.Owner, job.Number, session.Queues.NumberOf(job.Queue), dueAt, countsAttempt);
        },
        isDurable: false);

    public ValueTask FailAsync(StoredJob job, string error) => DoAsync(
        session =>
        {
            var now = _time.GetUtcNow();
            session.See(now);
            session.Jobs.Fail(session.Owner, job.Number, session.Queues.NumberOf(job.Queue), job.Key, error, now);
        },
        isDurable: true);

    public ValueTask<DateTimeOffset?> GetScheduleAsync(string name, string definition, DateTimeOffset? first) => DoAsync(
        session =>
        {
            if (session.Schedules.TryFind(name, definition, out var next)) return next;

            session.Schedules.Define(name, definition, first);
            return first;
        },
        isDurable: true);

    public ValueTask<DateTimeOffset?> AdvanceScheduleAsync(
        string name, string definition, DateTimeOffset? from, DateTimeOffset? to, NewJob? run, bool behindRunning)
        => DoAsync(session => Advance(session, name, definition, from, to, run, behindRunning), isDurable: true);

    public ValueTask<DateTimeOffset?> GetLatestTimeAsync() => DoAsync(session => session.LatestTime, isDurable: false);

    public async ValueTask ShortenWaitsAsync()
    {
        var now = _time.GetUtcNow();
        foreach (var queue in await DoAsync(session => session.Waits.ReadQueues(), isDurable: false))
        {
            for (WaitPlace? place = new WaitPlace(Instant.Store(now), 0); place is { } at;)
                place = await DoAsync(session => session.Waits.Shorten(queue, at, now, _options), isDurable: false);
        }

        await DoAsync(
            session =>
            {
                session.Pushes.Shorten(now);
                session.Failed.Shorten(now);
                session.SetClock(now);
            },
            isDurable: false);
    }

    public ValueTask<IReadOnlyDictionary<string, QueueCounts>> CountAsync(CancellationToken cancellationToken)
        => DoAsync<IReadOnlyDictionary<string, QueueCounts>>(session => session.Queues.ReadAll(), isDurable: false, cancellationToken: cancellationToken);

    public ValueTask<IReadOnlyList<FailedJob>> GetFailedAsync(string? queue, string? before, int limit, CancellationToken cancellationToken)
        => DoAsync(session => session.Failed.GetPage(queue, before, limit), isDurable: false, cancellationToken: cancellationToken);

    public ValueTask<bool> RetryAsync(string jobId, CancellationToken cancellationToken)
        => DoAsync(session => Retry(session, jobId), isDurable: true, cancellationToken: cancellationToken);

    public ValueTask<bool> DeleteAsync(string jobId, CancellationToken cancellationToken)
        => DoAsync(session => session.Failed.Delete(jobId) || session.Jobs.Delete(jobId, _time.GetUtcNow()), isDurable: true, cancellationToken: cancellationToken);

    public ValueTask PruneAsync(DateTimeOffset failedBefore) => DoAsync(
        session =>
        {
            session.Failed.Prune(failedBefore);
            session.Pushes.Forget(_time.GetUtcNow());
        },
        isDurable: false);

    public Task StopAsync() => _thread?.StopAsync() ?? Task.CompletedTask;

    /// <summary>Closes a store that was never stopped, because the program did not start completely.</summary>
    public void Dispose() => StopAsync().Wait();

    /// <summary>Ends the store as if the process had been killed: for tests.</summary>
    internal Task AbandonAsync() => _thread!.AbandonAsync();

    /// <summary>Runs an operation on the file, after all earlier operations.</summary>
    internal ValueTask<T> DoAsync<T>(Func<Session, T> work, bool isDurable, bool runsLast = false, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var operation = new Operation<T>(work, cancellationToken) { Deadline = Deadline.In(_file.LockTimeout), IsDurable = isDurable, RunsLast = runsLast };
        Add(operation);
        return new(operation.Task);
    }

    /// <summary>The same without a result.</summary>
    private ValueTask DoAsync(Action<Session> work, bool isDurable)
    {
        var operation = new Operation<bool>(
            session =>
            {
                work(session);
                return true;
            },
            CancellationToken.None) { Deadline = Deadline.In(_file.LockTimeout), IsDurable = isDurable };
        Add(operation);
        return new((Task)operation.Task);
    }

    private void Add(Operation operation)
    {
        if (_thread is null) throw new JobStoreException($"The job store {Location} is not open yet: start the program first.");

        _thread.Add(operation);
    }

    private string Push(Session session, NewJob job)
    {
        if (job.Payload.Length > LargestPayload)
            throw new JobStoreException($"The job has {job.Payload.Length} bytes, and the job store {Location} takes at most {LargestPayload}: push a smaller one.");

        var now = _time.GetUtcNow();
        var queue = session.Queues.NumberOf(job.Queue);
        session.See(now);
        if (job.DeduplicationId is { } repeated)
        {
            session.Pushes.Forget(now);
            if (session.Pushes.Find(queue, repeated, now) is { } earlier) return session.Jobs.IdOf(earlier);
        }

        if (session.Queues.CountsOf(queue).Waiting >= _options.MaxWaitingJobs) throw new QueueFullException(job.Queue, _options.MaxWaitingJobs);

        var number = session.Jobs.Add(queue, job);
        if (job.DeduplicationId is { } pushed) session.Pushes.Remember(queue, pushed, number, now);
        return session.Jobs.IdOf(number);
    }

    private bool Retry(Session session, string jobId)
    {
        var now = _time.GetUtcNow();
        session.See(now);
        return session.Failed.Retry(jobId, _options.MaxWaitingJobs, now);
    }

    private static DateTimeOffset? Advance(
        Session session, string name, string definition, DateTimeOffset? from, DateTimeOffset? to, NewJob? run, bool behindRunning)
    {
        var schedules = session.Schedules;
        if (!schedules.TryMove(name, definition, from, to))
        {
            if (schedules.TryFind(name, definition, out var next)) return next;
            if (schedules.TryFind(name, null, out _)) return null; // another program has redefined it

            schedules.Define(name, definition, to); // an older file was put in place
        }

        session.MadeClaimable = true; // its next time has changed
        if (run is null) return to;

        var queue = session.Queues.NumberOf(run.Queue);
        var counts = session.Queues.CountsOf(queue);
        if (counts.Waiting == 0 && (behindRunning || counts.Running == 0)) session.Jobs.Add(queue, run);
        return to;
    }
}
