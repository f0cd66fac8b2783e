using System.Globalization;
using System.Text;
using QueueRun.Jobs;
using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>The jobs that wait or run.</summary>
/// <remarks>
/// Of the jobs with one key, only the first is claimable or runs; the others are blocked until it has ended. So a claim never checks keys.
/// </remarks>
internal sealed class JobRows
{
    private readonly Session _session;
    private readonly Statement _insert;
    private readonly Statement _isBehind;
    private readonly Statement _unblock;
    private readonly Statement _claim;
    private readonly Statement _complete;
    private readonly Statement _countRunning;
    private readonly Statement _release;
    private readonly Statement _fail;
    private readonly Statement _findWaiting;
    private readonly Statement _delete;
    private readonly Dictionary<string, Cursor> _cursors = new(StringComparer.Ordinal);
    private readonly StringBuilder _list = new();
    private readonly List<(long Number, long Queue)> _completed = []; // completed in this transaction, without a key, and not yet deleted
    private readonly List<AddedJob> _added = []; // not yet written: a job that is claimed in the same transaction never enters the index

    public JobRows(Session session)
    {
        _session = session;
        var connection = session.Connection;
        _insert = connection.Prepare("""
            INSERT INTO jobs (number, queue, state, owner, attempt, due, first_due, queued, key, user, trace_parent, trace_state, payload)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """);
        _isBehind = connection.Prepare("SELECT 1 FROM jobs INDEXED BY lines WHERE queue = ? AND key = ? AND failure IS NULL LIMIT 1");
        // The job waits no longer than if it had been pushed now: see LongestWait.
        _unblock = connection.Prepare("""
            UPDATE jobs SET state = 0, due = min(due, ?3 + iif(id IS NULL, max(0, first_due - queued), 0)) WHERE state = 1 AND number =
                (SELECT number FROM jobs INDEXED BY lines WHERE queue = ?1 AND key = ?2 AND failure IS NULL ORDER BY number LIMIT 1)
            """);
        _claim = connection.Prepare("""
            UPDATE jobs SET state = 2, owner = ?, attempt = attempt + 1 WHERE number IN (SELECT value FROM json_each(?))
            """);
        _complete = connection.Prepare("DELETE FROM jobs WHERE number BETWEEN ? AND ? AND owner = ?");
        _countRunning = connection.Prepare("SELECT count(*) FROM jobs INDEXED BY claimed WHERE owner IS NOT NULL AND queue = ?");
        _release = connection.Prepare("UPDATE jobs SET state = 0, owner = NULL, due = ?, attempt = attempt - ? WHERE number = ? AND owner = ?");
        _fail = connection.Prepare("UPDATE jobs SET state = 3, owner = NULL, failed_at = ?, failure = ?, error = ? WHERE number = ? AND owner = ?");
        _findWaiting = connection.Prepare("""
            SELECT number, queue, key FROM jobs WHERE state < 2 AND number = ?2 AND id IS NULL
            UNION ALL
            SELECT number, queue, key FROM jobs INDEXED BY ids WHERE state < 2 AND id = ?1
            """);
        _delete = connection.Prepare("DELETE FROM jobs WHERE number = ?");
    }

    /// <summary>The id of a job that was never put back by hand.</summary>
    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_session.Prefix}-{number}");

    /// <summary>The number of the job with that id, if the job was never put back; 0 if it is not an id of this file.</summary>
    public long NumberOf(string id)
    {
        var start = _session.Prefix.Length + 1;
        return id.Length > start && id.StartsWith(_session.Prefix, StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && id == IdOf(number) ? number : 0; // the text may only resemble one of the file's ids
    }

    /// <summary>Adds a job that waits. Returns its number.</summary>
    public long Add(long queue, NewJob job)
    {
        var added = new AddedJob(_session.NextNumber(), queue, job);
        _session.Queues.Count(queue, waiting: 1);
        if (job.Key is { } key) Write(added, IsBehind(queue, key) ? JobState.Blocked : JobState.Waiting); // its key may be checked
        else _added.Add(added);
        return added.Number;
    }

    /// <summary>Writes the added jobs, and deletes the completed ones.</summary>
    public void Flush()
    {
        WriteAdded();
        ForgetCompleted(); // after the added jobs are written, because it may count the running ones
    }

    /// <summary>Whether another job with that key waits or runs.</summary>
    public bool IsBehind(long queue, string key) => _isBehind.Bind(queue).Bind(key).Number() is not null;

    /// <summary>Claims due jobs, the longest due first.</summary>
    public Claim Claim(long owner, IReadOnlyCollection<string> queues, int count, DateTimeOffset now)
    {
        // Each queue is read in order and no further than needed; the earliest of all queues' first jobs is taken, as long as it is due.
        List<Cursor> open = [];
        foreach (var name in queues)
        {
            if (CursorOf(name) is { } cursor && cursor.Open()) open.Add(cursor);
        }

        var added = new Queue<AddedJob>(_added.Where(job => queues.Contains(job.Job.Queue)).OrderBy(static job => job.Place));
        List<StoredJob> jobs = [];
        _list.Clear();
        DateTimeOffset? next;
        while (true)
        {
            var first = open.MinBy(static cursor => cursor.Place);
            var isAdded = added.TryPeek(out var fresh) && (first is null || fresh.Place.CompareTo(first.Place) < 0);
            next = isAdded ? fresh!.Job.DueAt : first?.DueAt;
            if (next is null || next > now || jobs.Count == count) break;

            if (isAdded)
            {
                added.Dequeue();
                jobs.Add(fresh!.Claim(this));
            }
            else
            {
                jobs.Add(first!.Job(_session));
                _list.Append(_list.Length == 0 ? '[' : ',').Append(first.Place.Number);
                if (!first.Next()) open.Remove(first);
            }

            _session.Queues.Count(isAdded ? fresh!.Queue : first!.Queue, waiting: -1, running: 1);
        }

        foreach (var cursor in open) cursor.Close(); // before the rows that they read are changed
        if (_list.Length > 0) _claim.Bind(owner).Bind(_list.Append(']').ToString()).Run();
        if (jobs.Count > 0) _session.Owners.Add(owner); // needed if another process has removed this owner as dead
        return new(jobs, next);
    }

    /// <summary>Deletes the job. If it no longer exists (because the file was replaced, for example), nothing is done.</summary>
    public void Complete(long owner, StoredJob job, DateTimeOffset now)
    {
        var queue = _session.Queues.NumberOf(job.Queue);
        if (job.Key is null)
        {
            _completed.Add((job.Number, queue));
        }
        else if (_complete.Bind(job.Number).Bind(job.Number).Bind(owner).Run() > 0)
        {
            _session.Queues.Count(queue, running: -1);
            Unblock(queue, job.Key, now);
        }
    }

    /// <summary>The job waits again, and stays the first of its key.</summary>
    public void Release(long owner, long number, long queue, DateTimeOffset dueAt, bool countsAttempt)
    {
        if (_release.Bind(dueAt).Bind(countsAttempt ? 0L : 1).Bind(number).Bind(owner).Run() == 0) return;

        _session.Queues.Count(queue, waiting: 1, running: -1);
        _session.MadeClaimable = true;
    }

    /// <summary>The job has failed for good, and no longer holds up the jobs behind it.</summary>
    public void Fail(long owner, long number, long queue, string? key, string error, DateTimeOffset now)
    {
        if (_fail.Bind(now).Bind(_session.NextNumber()).Bind(error).Bind(number).Bind(owner).Run() == 0) return;

        _session.Queues.Count(queue, running: -1, failed: 1);
        if (key is not null) Unblock(queue, key, now);
    }

    /// <summary>Deletes a waiting job; false if it does not exist, or runs.</summary>
    public bool Delete(string id, DateTimeOffset now)
    {
        WriteAdded();
        if (!_findWaiting.Bind(id).Bind(NumberOf(id)).Read()) return false;

        var (number, queue, key) = (_findWaiting.Long(0), _findWaiting.Long(1), _findWaiting.TextOrNull(2));
        _findWaiting.Reset();
        _delete.Bind(number).Run();
        _session.Queues.Count(queue, waiting: -1);
        if (key is not null) Unblock(queue, key, now);
        return true;
    }

    /// <summary>Drops the added jobs: their transaction was rolled back.</summary>
    public void Forget()
    {
        _added.Clear();
        _completed.Clear();
    }

    /// <summary>Queues may have lost their numbers: reads them again.</summary>
    public void ForgetQueues()
    {
        foreach (var cursor in _cursors.Values) cursor.Discard();
        _cursors.Clear();
    }

    private Cursor? CursorOf(string name)
    {
        if (_cursors.TryGetValue(name, out var known)) return known;
        if (_session.Queues.Find(name) is not { } queue) return null;

        return _cursors[name] = new(_session.Connection, queue, name);
    }

    /// <summary>Deletes the completed jobs; a run of consecutive numbers in one statement.</summary>
    private void ForgetCompleted()
    {
        if (_completed.Count == 0) return;

        _completed.Sort();
        var deleted = 0;
        for (var first = 0; first < _completed.Count;)
        {
            var next = first + 1;
            while (next < _completed.Count && _completed[next].Number == _completed[next - 1].Number + 1) next++;
            deleted += _complete.Bind(_completed[first].Number).Bind(_completed[next - 1].Number).Bind(_session.Owner).Run();
            first = next;
        }

        foreach (var queue in _completed.CountBy(static job => job.Queue))
        {
            // If the file was replaced meanwhile, the running jobs are counted anew.
            var change = deleted == _completed.Count
                ? -queue.Value
                : (_countRunning.Bind(queue.Key).Number() ?? 0) - _session.Queues.CountsOf(queue.Key).Running;
            _session.Queues.Count(queue.Key, running: change);
        }

        _completed.Clear();
    }

    private void WriteAdded()
    {
        foreach (var added in _added) Write(added, added.IsClaimed ? JobState.Running : JobState.Waiting);
        _added.Clear();
    }

    private void Write(AddedJob added, JobState state)
    {
        var job = added.Job;
        var isRunning = state is JobState.Running;
        _insert.Bind(added.Number).Bind(added.Queue).Bind((long)state).Bind(isRunning ? _session.Owner : null).Bind(isRunning ? 1L : 0)
            .Bind(job.DueAt).Bind(job.QueuedAt).Bind(job.Key).Bind(job.UserId).Bind(job.TraceParent).Bind(job.TraceState).Bind(job.Payload.Span).Run();
        _session.MadeClaimable |= state is JobState.Waiting;
    }

    private void Unblock(long queue, string key, DateTimeOffset now)
    {
        if (_unblock.Bind(queue).Bind(key).Bind(now).Run() > 0) _session.MadeClaimable = true;
    }
}

/// <summary>A job that is still to be written.</summary>
internal sealed class AddedJob(long number, long queue, NewJob job)
{
    public long Number => number;

    public long Queue => queue;

    public NewJob Job => job;

    public bool IsClaimed { get; private set; }

    public (long Due, long Number) Place { get; } = (Instant.Store(job.DueAt), number);

    /// <summary>The job is claimed before it is written.</summary>
    public StoredJob Claim(JobRows rows)
    {
        IsClaimed = true;
        return new(
            rows.IdOf(number), number, job.Queue, null, job.UserId, job.Payload, Instant.Read(Instant.Store(job.QueuedAt)), Instant.Read(Place.Due),
            Instant.Read(Place.Due), 1, job.TraceParent, job.TraceState);
    }
}

/// <summary>The values of the column <c>state</c>.</summary>
internal enum JobState
{
    /// <summary>The job can be claimed when it is due.</summary>
    Waiting = 0,

    /// <summary>The job waits behind another job of its key.</summary>
    Blocked = 1,

    /// <summary>The job is claimed.</summary>
    Running = 2,

    /// <summary>The job has failed for good.</summary>
    Failed = 3,
}
