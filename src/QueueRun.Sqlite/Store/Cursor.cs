using QueueRun.Jobs;
using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>Reads the claimable jobs of a queue, the longest due first.</summary>
internal sealed class Cursor(Connection connection, long queue, string name)
{
    private readonly Statement _ready = connection.Prepare("""
        SELECT due, number, id, key, user, payload, queued, first_due, attempt, trace_parent, trace_state
        FROM jobs INDEXED BY ready WHERE queue = ? AND state = 0 ORDER BY due, number
        """);

    public long Queue => queue;

    public (long Due, long Number) Place { get; private set; }

    public DateTimeOffset DueAt => Instant.Read(Place.Due);

    /// <summary>Moves to the first job; false if there is none.</summary>
    public bool Open()
    {
        _ready.Bind(queue);
        return Next();
    }

    /// <summary>Moves to the next job; false if there is none.</summary>
    public bool Next()
    {
        if (!_ready.Read()) return false;

        Place = (_ready.Long(0), _ready.Long(1));
        return true;
    }

    public void Close() => _ready.Reset();

    /// <summary>Ends the use of the cursor.</summary>
    public void Discard() => connection.Discard(_ready);

    /// <summary>The current job, as it will be after the claim.</summary>
    public StoredJob Job(Session session) => new(
        _ready.TextOrNull(2) ?? session.Jobs.IdOf(Place.Number), Place.Number, name, _ready.TextOrNull(3), _ready.TextOrNull(4), _ready.Bytes(5),
        _ready.Time(6), _ready.Time(7), DueAt, _ready.Int(8) + 1, _ready.TextOrNull(9), _ready.TextOrNull(10));
}
