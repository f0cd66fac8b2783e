using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QueueRun.Jobs;

/// <summary>Keeps jobs in memory: the store of programs without another one.</summary>
internal sealed partial class MemoryJobStore(QueueRunOptions options, TimeProvider time) : IJobStore
{
    private readonly Lock _gate = new();
    private readonly string _prefix = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(6)); // ids of earlier processes do not recur
    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Entry> _running = [];
    private readonly OrderedDictionary<string, Entry> _failed = new(StringComparer.Ordinal); // in the order of their failures
    private readonly Dictionary<string, (string Definition, DateTimeOffset? Next)> _schedules = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, QueueCounts>? _counts;
    private Action _changed = static () => { };
    private long _number;

    /// <summary>A job in any state.</summary>
    private sealed class Entry(NewJob job, string id, long number, TimeSpan delay)
    {
        public NewJob Job { get; } = job;

        public string Id { get; } = id;

        public long Number { get; } = number;

        public DateTimeOffset DueAt { get; set; } = job.DueAt;

        /// <summary>The delay before the first attempt; null for further attempts.</summary>
        public TimeSpan? Delay { get; set; } = delay;

        public int Attempt { get; set; }

        public DateTimeOffset FailedAt { get; set; }

        public string Error { get; set; } = "";
    }

    private sealed class Queue
    {
        /// <summary>Jobs that wait for their time or for a free place, without those behind another job of their key.</summary>
        public readonly PriorityQueue<Entry, (DateTimeOffset DueAt, long Number)> Ready = new();

        /// <summary>Jobs with a key that wait or run, in the order in which they were pushed: the first is in Ready, or runs.</summary>
        public readonly Dictionary<string, Queue<Entry>> Keyed = new(StringComparer.Ordinal);

        public QueueCounts Counts;
    }

    public string? Location => null;

    public bool IsInTrouble => false;

    public IReadOnlyDictionary<string, QueueCounts> Counts
    {
        get
        {
            lock (_gate) return _counts ??= _queues.ToDictionary(queue => queue.Key, queue => queue.Value.Counts, StringComparer.Ordinal);
        }
    }

    public Task StartAsync(Action changed, CancellationToken cancellationToken)
    {
        _changed = changed;
        return Task.CompletedTask;
    }

    public ValueTask<string> PushAsync(NewJob job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string id;
        lock (_gate)
        {
            ForgetPushes();
            if (job.DeduplicationId is { } push && FindPush((job.Queue, push)) is { } earlier) return new(earlier);

            ThrowIfFull(job.Queue);
            id = Add(job).Id;
            if (job.DeduplicationId is { } pushed) RememberPush((job.Queue, pushed), id);
        }

        _changed();
        return new(id);
    }

    public ValueTask<Claim> ClaimAsync(IReadOnlyCollection<string> queues, int count)
    {
        List<StoredJob> jobs = [];
        lock (_gate)
        {
            var now = time.GetUtcNow();
            while (true)
            {
                Queue? first = null;
                (DateTimeOffset DueAt, long Number) least = default;
                foreach (var name in queues)
                {
                    if (!_queues.TryGetValue(name, out var queue) || !queue.Ready.TryPeek(out _, out var head)) continue;
                    if (first is null || head.CompareTo(least) < 0) (first, least) = (queue, head);
                }

                if (first is null || least.DueAt > now || jobs.Count == count) return new(new Claim(jobs, first is null ? null : least.DueAt));

                jobs.Add(Claim(first));
            }
        }
    }

    public ValueTask CompleteAsync(StoredJob job)
    {
        lock (_gate)
        {
            var entry = End(job);
            Count(entry, new(0, -1, 0));
            Next(entry);
        }

        return Changed();
    }

    public ValueTask ReleaseAsync(StoredJob job, DateTimeOffset dueAt, bool countsAttempt)
    {
        lock (_gate)
        {
            var entry = End(job);
            (entry.DueAt, entry.Delay) = (dueAt, null);
            if (!countsAttempt) entry.Attempt--;
            Count(entry, new(1, -1, 0)).Ready.Enqueue(entry, (dueAt, entry.Number));
        }

        return Changed();
    }

    public ValueTask FailAsync(StoredJob job, string error)
    {
        lock (_gate)
        {
            var entry = End(job);
            (entry.Error, entry.FailedAt) = (error, time.GetUtcNow());
            _failed.Add(entry.Id, entry);
            Count(entry, new(0, -1, 1));
            Next(entry);
        }

        return Changed();
    }

    public ValueTask<DateTimeOffset?> GetScheduleAsync(string name, string definition, DateTimeOffset? first)
    {
        lock (_gate)
        {
            ref var schedule = ref CollectionsMarshal.GetValueRefOrAddDefault(_schedules, name, out _);
            if (schedule.Definition != definition) schedule = (definition, first);
            return new(schedule.Next);
        }
    }

    public ValueTask<DateTimeOffset?> AdvanceScheduleAsync(
        string name, string definition, DateTimeOffset? from, DateTimeOffset? to, NewJob? run, bool behindRunning)
    {
        lock (_gate)
        {
            if (_schedules.TryGetValue(name, out var schedule))
            {
                if (schedule.Definition != definition) return new((DateTimeOffset?)null);
                if (schedule.Next != from) return new(schedule.Next);
            }

            _schedules[name] = (definition, to);
            var counts = run is null ? default : _queues.GetValueOrDefault(run.Queue)?.Counts ?? default;
            if (run is not null && counts.Waiting == 0 && (behindRunning || counts.Running == 0)) Add(run);
        }

        _changed();
        return new(to);
    }

    public ValueTask<IReadOnlyDictionary<string, QueueCounts>> CountAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Counts);
    }

    public ValueTask<IReadOnlyList<FailedJob>> GetFailedAsync(string? queue, string? before, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var from = before is null ? _failed.Count : _failed.IndexOf(before);
            List<FailedJob> page = [];
            for (var i = from - 1; i >= 0 && page.Count < limit; i--)
            {
                var entry = _failed.GetAt(i).Value;
                var job = entry.Job;
                if (queue is not null && job.Queue != queue) continue;
                page.Add(new(entry.Id, job.Queue, job.Key, job.UserId, job.Payload, job.QueuedAt, entry.FailedAt, entry.Attempt, entry.Error));
            }

            return new(page);
        }
    }

    public ValueTask<bool> RetryAsync(string jobId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_failed.TryGetValue(jobId, out var entry)) return new(false);

            ThrowIfFull(entry.Job.Queue);
            _failed.Remove(jobId);
            Count(entry, new(0, 0, -1));
            Add(entry.Job with { DueAt = time.GetUtcNow() }, entry);
        }

        _changed();
        return new(true);
    }

    public ValueTask<bool> DeleteAsync(string jobId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_failed.Remove(jobId, out var failed))
            {
                Count(failed, new(0, 0, -1));
                return new(true);
            }

            if (!TryTakeOut(jobId)) return new(false);
        }

        _changed();
        return new(true);
    }

    public ValueTask PruneAsync(DateTimeOffset failedBefore)
    {
        lock (_gate)
        {
            ForgetPushes();
            var old = 0;
            while (old < _failed.Count && _failed.GetAt(old).Value.FailedAt < failedBefore) old++;
            for (var i = old - 1; i >= 0; i--)
            {
                Count(_failed.GetAt(i).Value, new(0, 0, -1));
                _failed.RemoveAt(i);
            }
        }

        return default;
    }

    public Task StopAsync() => Task.CompletedTask;

    private ValueTask Changed()
    {
        _changed();
        return default;
    }

    private void ThrowIfFull(string queue)
    {
        if (_queues.TryGetValue(queue, out var waiting) && waiting.Counts.Waiting >= options.MaxWaitingJobs)
            throw new QueueFullException(queue, options.MaxWaitingJobs);
    }

    private Entry Add(NewJob job, Entry? failed = null)
    {
        var number = ++_number;
        var entry = failed is null
            ? new Entry(job, string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{number}"), number, job.DueAt - job.QueuedAt)
            : new Entry(job, failed.Id, number, TimeSpan.Zero);
        var queue = Count(entry, new(1, 0, 0));
        if (job.Key is { } key)
        {
            ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(queue.Keyed, key, out _);
            line ??= [];
            line.Enqueue(entry);
            if (line.Count > 1) return entry;
        }

        queue.Ready.Enqueue(entry, (entry.DueAt, number));
        return entry;
    }

    private StoredJob Claim(Queue queue)
    {
        var entry = queue.Ready.Dequeue();
        entry.Attempt++;
        _running.Add(entry.Number, entry);
        Count(entry, new(-1, 1, 0));
        var job = entry.Job;
        return new(entry.Id, entry.Number, job.Queue, job.Key, job.UserId, job.Payload, job.QueuedAt, job.DueAt, entry.DueAt, entry.Attempt,
            job.TraceParent, job.TraceState);
    }

    private Entry End(StoredJob job) => _running.Remove(job.Number, out var entry)
        ? entry
        : throw new InvalidOperationException($"Job {job.Id} does not run.");

    /// <summary>Removes a waiting job. Searches all of them, because this happens by hand only, one job at a time.</summary>
    private bool TryTakeOut(string jobId)
    {
        foreach (var queue in _queues.Values)
        {
            var entry = queue.Ready.UnorderedItems.FirstOrDefault(item => item.Element.Id == jobId).Element;
            if (entry is not null)
            {
                queue.Ready.Remove(entry, out _, out _);
                Count(entry, new(-1, 0, 0));
                Next(entry);
                return true;
            }

            foreach (var (key, line) in queue.Keyed)
            {
                entry = line.Skip(1).FirstOrDefault(behind => behind.Id == jobId); // the first is ready, or runs
                if (entry is null) continue;

                queue.Keyed[key] = new(line.Where(other => other != entry));
                Count(entry, new(-1, 0, 0));
                return true;
            }
        }

        return false;
    }

    /// <summary>The first job of a key has ended: makes the one behind it ready.</summary>
    private void Next(Entry ended)
    {
        if (ended.Job.Key is not { } key) return;

        var queue = _queues[ended.Job.Queue];
        var line = queue.Keyed[key];
        line.Dequeue();
        if (line.TryPeek(out var next)) queue.Ready.Enqueue(next, (next.DueAt, next.Number));
        else queue.Keyed.Remove(key);
    }

    private Queue Count(Entry entry, QueueCounts change)
    {
        _counts = null;
        ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(_queues, entry.Job.Queue, out _);
        queue ??= new();
        var counts = queue.Counts;
        queue.Counts = new(counts.Waiting + change.Waiting, counts.Running + change.Running, counts.Failed + change.Failed);
        return queue;
    }
}
