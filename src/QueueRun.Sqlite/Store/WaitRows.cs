using QueueRun.Jobs;
using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>A position in the list of a queue's jobs that wait for their time.</summary>
internal readonly record struct WaitPlace(long Due, long Number);

/// <summary>Corrects jobs that wait for their time, after the clock has gone back.</summary>
internal sealed class WaitRows(Session session)
{
    /// <summary>A few at a time: no operation should wait for a million of them.</summary>
    private const int Batch = 1000;

    private readonly Statement _queues = session.Connection.Prepare("SELECT number FROM queues WHERE waiting > 0");
    private readonly Statement _waiting = session.Connection.Prepare($"""
        SELECT due, number, first_due, queued, attempt, id IS NULL FROM jobs INDEXED BY ready
        WHERE queue = ? AND state = 0 AND (due, number) > (?, ?) ORDER BY due, number LIMIT {Batch}
        """);
    private readonly Statement _update = session.Connection.Prepare("UPDATE jobs SET due = ? WHERE number = ?");

    /// <summary>The queues that have waiting jobs.</summary>
    public IReadOnlyList<long> ReadQueues()
    {
        List<long> queues = [];
        while (_queues.Read()) queues.Add(_queues.Long(0));
        return queues;
    }

    /// <summary>
    /// Shortens the waits of some jobs of a queue to the longest allowed (<see cref="LongestWait"/>). Jobs behind another job of their key
    /// are not changed: when their turn comes, the same rule applies.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="place">The position to go on from.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">How long jobs wait before they are tried again.</param>
    /// <returns>The position to go on from; null if nothing is left.</returns>
    public WaitPlace? Shorten(long queue, WaitPlace place, DateTimeOffset now, QueueRunOptions options)
    {
        List<(DateTimeOffset Due, long Number)> changes = [];
        var count = 0;
        _waiting.Bind(queue).Bind(place.Due).Bind(place.Number);
        while (_waiting.Read())
        {
            count++;
            place = new(_waiting.Long(0), _waiting.Long(1));
            var (due, firstDue) = (_waiting.Time(0), _waiting.Time(2));
            TimeSpan? delay = due != firstDue ? null : _waiting.Int(5) == 1 ? firstDue - _waiting.Time(3) : TimeSpan.Zero; // zero: retried
            var limit = LongestWait.Limit(now, due, delay, _waiting.Int(4), options);
            if (limit < due) changes.Add((limit, place.Number));
        }

        foreach (var (due, number) in changes) _update.Bind(due).Bind(number).Run();
        session.MadeClaimable |= changes.Count > 0;
        return count == Batch ? place : null;
    }
}
