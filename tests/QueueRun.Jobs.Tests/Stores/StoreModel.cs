namespace QueueRun.Jobs.Tests.Stores;

/// <summary>The simplest model of a store: one list, searched each time.</summary>
internal sealed class StoreModel(int maxWaiting)
{
    private readonly List<Entry> _jobs = [];    // in the order in which they were pushed
    private readonly List<Entry> _failed = [];  // in the order in which they failed
    private readonly Dictionary<(string Queue, string Id), (string JobId, DateTimeOffset Until)> _pushed = [];

    internal sealed class Entry(string id, NewJob job)
    {
        public string Id => id;

        public NewJob Job => job;

        public DateTimeOffset DueAt { get; set; } = job.DueAt;

        public int Attempt { get; set; }

        public bool IsRunning { get; set; }

        public DateTimeOffset FailedAt { get; set; }
    }

    /// <summary>The jobs that wait or run.</summary>
    public IReadOnlyList<string> Unfinished => [.. _jobs.Select(entry => entry.Id)];

    public IReadOnlyList<string> Failed => [.. Enumerable.Reverse(_failed).Select(entry => entry.Id)];

    public QueueCounts Counts(string queue) => new(
        _jobs.Count(entry => entry.Job.Queue == queue && !entry.IsRunning),
        _jobs.Count(entry => entry.Job.Queue == queue && entry.IsRunning),
        _failed.Count(entry => entry.Job.Queue == queue));

    public bool IsFull(string queue) => Counts(queue).Waiting >= maxWaiting;

    /// <summary>The id of the job that a push repeats.</summary>
    public string? Repeated(NewJob job)
        => job.DeduplicationId is { } id && _pushed.TryGetValue((job.Queue, id), out var earlier) && job.QueuedAt < earlier.Until ? earlier.JobId : null;

    public void Push(string id, NewJob job)
    {
        _jobs.Add(new(id, job));
        if (job.DeduplicationId is { } push) _pushed[(job.Queue, push)] = (id, job.QueuedAt.AddMinutes(5));
    }

    public (IReadOnlyList<Entry> Jobs, DateTimeOffset? NextDue) Claim(string[] queues, int count, DateTimeOffset now)
    {
        var ready = _jobs.Where(entry => queues.Contains(entry.Job.Queue) && !entry.IsRunning && !IsBehind(entry)).OrderBy(entry => entry.DueAt).ToList();
        var taken = ready.TakeWhile(entry => entry.DueAt <= now).Take(count).ToList();
        foreach (var entry in taken)
        {
            entry.IsRunning = true;
            entry.Attempt++;
        }

        return (taken, ready.Skip(taken.Count).FirstOrDefault()?.DueAt);
    }

    public void Complete(string id) => _jobs.Remove(Find(id));

    public void Release(string id, DateTimeOffset dueAt, bool countsAttempt)
    {
        var entry = Find(id);
        (entry.IsRunning, entry.DueAt) = (false, dueAt);
        if (!countsAttempt) entry.Attempt--;
    }

    public void Fail(string id, DateTimeOffset now)
    {
        var entry = Find(id);
        entry.FailedAt = now;
        _jobs.Remove(entry);
        _failed.Add(entry);
    }

    public void Retry(string id, DateTimeOffset now)
    {
        var entry = _failed.Single(entry => entry.Id == id);
        _failed.Remove(entry);
        _jobs.Add(new(id, entry.Job with { DueAt = now }));
    }

    public bool Delete(string id) => _failed.RemoveAll(entry => entry.Id == id) + _jobs.RemoveAll(entry => entry.Id == id && !entry.IsRunning) > 0;

    public void Prune(DateTimeOffset before) => _failed.RemoveAll(entry => entry.FailedAt < before);

    public string QueueOfFailed(string id) => _failed.Single(entry => entry.Id == id).Job.Queue;

    private bool IsBehind(Entry entry)
        => entry.Job.Key is { } key && _jobs.TakeWhile(other => other != entry).Any(other => other.Job.Queue == entry.Job.Queue && other.Job.Key == key);

    private Entry Find(string id) => _jobs.Single(entry => entry.Id == id);
}
