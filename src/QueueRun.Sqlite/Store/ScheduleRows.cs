using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>The next times of the schedules.</summary>
internal sealed class ScheduleRows(Connection connection)
{
    private readonly Statement _find = connection.Prepare("SELECT next FROM schedules WHERE name = ?1 AND definition = coalesce(?2, definition)");
    private readonly Statement _define = connection.Prepare("INSERT OR REPLACE INTO schedules (name, definition, next) VALUES (?, ?, ?)");
    private readonly Statement _move = connection.Prepare("UPDATE schedules SET next = ?4 WHERE name = ?1 AND definition = ?2 AND next IS ?3");

    /// <summary>The next time of a schedule with that definition; null means any definition.</summary>
    /// <returns>Whether there is such a schedule.</returns>
    public bool TryFind(string name, string? definition, out DateTimeOffset? next)
    {
        var isThere = _find.Bind(name).Bind(definition).Read();
        next = isThere && !_find.IsNull(0) ? _find.Time(0) : null;
        _find.Reset();
        return isThere;
    }

    public void Define(string name, string definition, DateTimeOffset? next) => _define.Bind(name).Bind(definition).Bind(next).Run();

    /// <summary>Moves a schedule; false if there is none with that definition at that time.</summary>
    public bool TryMove(string name, string definition, DateTimeOffset? from, DateTimeOffset? to)
        => _move.Bind(name).Bind(definition).Bind(from).Bind(to).Run() > 0;
}
