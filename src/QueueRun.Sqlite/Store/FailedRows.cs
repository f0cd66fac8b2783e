using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>The jobs that have failed for good.</summary>
internal sealed class FailedRows
{
    private const string Columns = "failure, number, queue, attempt, queued, failed_at, id, key, user, error, payload";

    private readonly Session _session;
    private readonly Statement _find;
    private readonly Statement _newest;
    private readonly Statement _newestOfQueue;
    private readonly Statement _retry;
    private readonly Statement _delete;
    private readonly Statement _countOld;
    private readonly Statement _prune;
    private readonly Statement _shorten;

    public FailedRows(Session session)
    {
        _session = session;
        var connection = session.Connection;
        _find = connection.Prepare("""
            SELECT number, failure, queue, key FROM jobs WHERE failure IS NOT NULL AND number = ?2 AND id IS NULL
            UNION ALL
            SELECT number, failure, queue, key FROM jobs INDEXED BY ids WHERE failure IS NOT NULL AND id = ?1
            """);
        _newest = connection.Prepare(
            $"SELECT {Columns} FROM jobs INDEXED BY failures WHERE failure < ? ORDER BY failure DESC LIMIT ?");
        _newestOfQueue = connection.Prepare(
            $"SELECT {Columns} FROM jobs INDEXED BY queue_failures WHERE queue = ? AND failure < ? ORDER BY failure DESC LIMIT ?");
        _retry = connection.Prepare("""
            UPDATE jobs SET number = ?1, id = ?2, state = ?3, due = ?4, first_due = ?4, attempt = 0, failed_at = NULL, failure = NULL, error = NULL
            WHERE number = ?5
            """);
        _delete = connection.Prepare("DELETE FROM jobs WHERE number = ?");
        _countOld = connection.Prepare("SELECT queue, count(*) FROM jobs INDEXED BY failures WHERE failure IS NOT NULL AND failed_at < ? GROUP BY queue");
        _prune = connection.Prepare("DELETE FROM jobs INDEXED BY failures WHERE failure IS NOT NULL AND failed_at < ?");
        _shorten = connection.Prepare("UPDATE jobs INDEXED BY failures SET failed_at = ?1 WHERE failure IS NOT NULL AND failed_at > ?1");
    }

    private sealed record Place(long Number, long Failure, long Queue, string? Key);

    /// <summary>Failed jobs, the newest first.</summary>
    public IReadOnlyList<FailedJob> GetPage(string? queue, string? before, int limit)
    {
        var failure = long.MaxValue;
        if (before is not null)
        {
            if (Find(before) is not { } place) return [];
            failure = place.Failure;
        }

        var rows = _newest;
        if (queue is not null)
        {
            if (_session.Queues.Find(queue) is not { } number) return [];
            rows = _newestOfQueue.Bind(number);
        }

        rows.Bind(failure).Bind(limit);
        List<FailedJob> page = [];
        while (rows.Read())
        {
            page.Add(new(
                rows.TextOrNull(6) ?? _session.Jobs.IdOf(rows.Long(1)), _session.Queues.NameOf(rows.Long(2)), rows.TextOrNull(7), rows.TextOrNull(8),
                rows.Bytes(10), rows.Time(4), rows.Time(5), rows.Int(3), rows.Text(9)));
        }

        return page;
    }

    /// <summary>Puts a job back, as the last of its key; false if there is no such failed job.</summary>
    /// <exception cref="QueueFullException">The job's queue is full.</exception>
    public bool Retry(string id, int maxWaiting, DateTimeOffset now)
    {
        if (Find(id) is not { } place) return false;

        if (_session.Queues.CountsOf(place.Queue).Waiting >= maxWaiting)
            throw new QueueFullException(_session.Queues.NameOf(place.Queue), maxWaiting);

        // A new number is a new place behind its key; the id stays, because others may have stored it.
        var state = place.Key is { } key && _session.Jobs.IsBehind(place.Queue, key) ? JobState.Blocked : JobState.Waiting;
        _retry.Bind(_session.NextNumber()).Bind(id).Bind((long)state).Bind(now).Bind(place.Number).Run();
        _session.Queues.Count(place.Queue, waiting: 1, failed: -1);
        _session.MadeClaimable |= state is JobState.Waiting;
        return true;
    }

    /// <summary>Deletes a job; false if there is no such failed job.</summary>
    public bool Delete(string id)
    {
        if (Find(id) is not { } place) return false;

        _delete.Bind(place.Number).Run();
        _session.Queues.Count(place.Queue, failed: -1);
        return true;
    }

    /// <summary>Deletes the jobs that failed before that time.</summary>
    public void Prune(DateTimeOffset before)
    {
        List<(long Queue, long Count)> old = [];
        _countOld.Bind(before);
        while (_countOld.Read()) old.Add((_countOld.Long(0), _countOld.Long(1)));
        if (old.Count == 0) return;

        _prune.Bind(before).Run();
        foreach (var (queue, count) in old) _session.Queues.Count(queue, failed: -count);
    }

    /// <summary>The clock has gone back: moves later failure times to now.</summary>
    public void Shorten(DateTimeOffset now) => _shorten.Bind(now).Run();

    private Place? Find(string id)
    {
        _find.Bind(id).Bind(_session.Jobs.NumberOf(id));
        var place = _find.Read() ? new Place(_find.Long(0), _find.Long(1), _find.Long(2), _find.TextOrNull(3)) : null;
        _find.Reset();
        return place;
    }
}
