using QueueRun.Jobs;
using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>The deduplication ids of recent pushes.</summary>
internal sealed class PushRows(Connection connection)
{
    // A few at a time: no operation should wait for a million of them.
    private readonly Statement _forget = connection.Prepare(
        "DELETE FROM pushes WHERE job IN (SELECT job FROM pushes WHERE until <= ? ORDER BY until LIMIT 1000)");
    private readonly Statement _find = connection.Prepare("SELECT job FROM pushes WHERE queue = ? AND id = ? AND until > ?");
    private readonly Statement _remember = connection.Prepare("INSERT OR REPLACE INTO pushes (queue, id, job, until) VALUES (?, ?, ?, ?)");

    private readonly Statement _shorten = connection.Prepare("UPDATE pushes SET until = ?1 WHERE until > ?1");

    /// <summary>The number of the job that was pushed with that id, or null.</summary>
    public long? Find(long queue, string id, DateTimeOffset now) => _find.Bind(queue).Bind(id).Bind(now).Number();

    public void Remember(long queue, string id, long job, DateTimeOffset now)
        => _remember.Bind(queue).Bind(id).Bind(job).Bind(now + JobPusher.DeduplicationWindow).Run();

    /// <summary>The clock has gone back: no id is remembered longer than if it had been pushed now.</summary>
    public void Shorten(DateTimeOffset now) => _shorten.Bind(now + JobPusher.DeduplicationWindow).Run();

    /// <summary>Deletes expired ids: more than are added, as long as there are any.</summary>
    public void Forget(DateTimeOffset now) => _forget.Bind(now).Run();
}
