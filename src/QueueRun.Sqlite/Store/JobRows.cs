using System.Globalization;
using System.Text;
using QueueRun.Jobs;
using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>Jobs that wait or run.</summary>
/// <remarks>
/// Of the jobs with one key only the first is claimable or runs; those behind it are blocked until it has ended. So claiming never asks about keys.
/// </remarks>
internal sealed class JobRows
{
    private const int LargestIdList = 4096; // characters

    private readonly Session _session;
    private readonly Statement _insert;
    private readonly Statement _isBehind;
    private readonly Statement _unblock;
    private readonly Statement _claim;
    private readonly Statement _complete;
    private readonly Statement _release;
    private readonly Statement _fail;
    private readonly Dictionary<string, Cursor> _cursors = new(StringComparer.Ordinal);
    private readonly StringBuilder _list = new();

    public JobRows(Session session)
    {
        _session = session;
        var connection = session.Connection;
        _insert = connection.Prepare("""
            INSERT INTO jobs (number, queue, state, due, attempt, first_due, queued, key, user, trace_parent, trace_state, payload)
            VALUES (?1, ?2, ?3, ?4, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """);
        _isBehind = connection.Prepare("SELECT 1 FROM jobs INDEXED BY lines WHERE queue = ? AND key = ? AND failure IS NULL LIMIT 1");
        _unblock = connection.Prepare("""
            UPDATE jobs SET state = 0 WHERE state = 1 AND number =
                (SELECT number FROM jobs INDEXED BY lines WHERE queue = ? AND key = ? AND failure IS NULL ORDER BY number LIMIT 1)
            """);
        _claim = connection.Prepare("""
            UPDATE jobs SET state = 2, owner = ?, attempt = attempt + 1 WHERE number IN (SELECT value FROM json_each(?))
            """);
        _complete = connection.Prepare("DELETE FROM jobs WHERE number = ? AND owner = ?");
        _release = connection.Prepare("UPDATE jobs SET state = 0, owner = NULL, due = ?, attempt = attempt - ? WHERE number = ? AND owner = ?");
        _fail = connection.Prepare("UPDATE jobs SET state = 3, owner = NULL, failed_at = ?, failure = ?, error = ? WHERE number = ? AND owner = ?");
    }

    /// <summary>The id of a job that was never put back by hand.</summary>
    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_session.Prefix}-{number}");

    /// <summary>Adds a job that waits. Returns its number.</summary>
    public long Add(long queue, NewJob job)
    {
        var number = _session.NextNumber();
        var state = job.Key is { } key && IsBehind(queue, key) ? JobState.Blocked : JobState.Waiting;
        _insert.Bind(number).Bind(queue).Bind((long)state).Bind(job.DueAt).Bind(job.QueuedAt).Bind(job.Key).Bind(job.UserId)
            .Bind(job.TraceParent).Bind(job.TraceState).Bind(job.Payload.Span).Run();
        _session.Queues.Count(queue, waiting: 1);
        _session.MadeClaimable |= state is JobState.Waiting;
        return number;
    }

    /// <summary>Whether another job with that key waits or runs.</summary>
    public bool IsBehind(long queue, string key) => _isBehind.Bind(queue).Bind(key).Number() is not null;

    /// <summary>Claims the jobs that are due, those that are due longest first.</summary>
    public Claim Claim(long owner, IReadOnlyCollection<string> queues, int count, DateTimeOffset now)
    {
        // Each queue is read in its order and no further than needed; the first of them all is taken as long as it is due.
        List<Cursor> open = [];
        foreach (var name in queues)
        {
            if (CursorOf(name) is { } cursor && cursor.Open()) open.Add(cursor);
        }

        List<StoredJob> jobs = [];
        DateTimeOffset? next = null;
        while (open.Count > 0)
        {
            var first = open.MinBy(static cursor => cursor.Place)!;
            if (first.DueAt > now || jobs.Count == count)
            {
                next = first.DueAt;
                break;
            }

            jobs.Add(first.Job(_session));
            _session.Queues.Count(first.Queue, waiting: -1, running: 1);
            if (!first.Next()) open.Remove(first);
        }

        foreach (var cursor in open) cursor.Close(); // before what they read is changed
        if (jobs.Count > 0) _claim.Bind(owner).Bind(ListOf(jobs)).Run();
        return new(jobs, next);
    }

    /// <summary>The job is forgotten. Where it is not there any more (the file was replaced, say), there is nothing to do.</summary>
    public void Complete(long owner, StoredJob job)
    {
        if (_complete.Bind(job.Number).Bind(owner).Run() == 0) return;

        var queue = _session.Queues.NumberOf(job.Queue);
        _session.Queues.Count(queue, running: -1);
        if (job.Key is { } key) Unblock(queue, key);
    }

    /// <summary>The job waits again, and stays the first of its key.</summary>
    public void Release(long owner, long number, long queue, DateTimeOffset dueAt, bool countsAttempt)
    {
        if (_release.Bind(dueAt).Bind(countsAttempt ? 0L : 1).Bind(number).Bind(owner).Run() == 0) return;

        _session.Queues.Count(queue, waiting: 1, running: -1);
        _session.MadeClaimable = true;
    }

    /// <summary>The job has failed for good, and no longer holds up those behind it.</summary>
    public void Fail(long owner, long number, long queue, string? key, string error, DateTimeOffset now)
    {
        if (_fail.Bind(now).Bind(_session.NextNumber()).Bind(error).Bind(number).Bind(owner).Run() == 0) return;

        _session.Queues.Count(queue, running: -1, failed: 1);
        if (key is not null) Unblock(queue, key);
    }

    /// <summary>Queues may have lost their numbers.</summary>
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

    private string ListOf(List<StoredJob> jobs)
    {
        _list.Clear().Append('[');
        foreach (var job in jobs) _list.Append(job.Number).Append(',');
        _list[^1] = ']';
        var list = _list.ToString();
        if (_list.Capacity > LargestIdList) _list.Capacity = _list.Length = 0;
        return list;
    }

    private void Unblock(long queue, string key)
    {
        if (_unblock.Bind(queue).Bind(key).Run() > 0) _session.MadeClaimable = true;
    }
}

/// <summary>What the column <c>state</c> says.</summary>
internal enum JobState
{
    /// <summary>Can be claimed when it is due.</summary>
    Waiting = 0,

    /// <summary>Waits behind another of its key.</summary>
    Blocked = 1,

    /// <summary>Is claimed.</summary>
    Running = 2,

    /// <summary>Has failed for good.</summary>
    Failed = 3,
}
