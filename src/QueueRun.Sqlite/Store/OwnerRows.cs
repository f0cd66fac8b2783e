using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>The stores that have this file open, or have left jobs in it.</summary>
internal sealed class OwnerRows(Connection connection)
{
    private readonly Statement _add = connection.Prepare("INSERT OR IGNORE INTO owners (number) VALUES (?)");
    private readonly Statement _remove = connection.Prepare("DELETE FROM owners WHERE number = ?");
    private readonly Statement _all = connection.Prepare("SELECT number FROM owners");
    private readonly Statement _running = connection.Prepare("SELECT 1 FROM queues WHERE running > 0 LIMIT 1");

    // Without an index, which every job would pay for: all jobs are read when a process starts or has died, and seldom else.
    private readonly Statement _claimed = connection.Prepare("SELECT number, queue, attempt, key FROM jobs WHERE owner = ?");
    private readonly Statement _unknown = connection.Prepare(
        "SELECT DISTINCT owner FROM jobs WHERE owner IS NOT NULL AND owner NOT IN (SELECT number FROM owners)");

    public void Add(long owner) => _add.Bind(owner).Run();

    /// <summary>
    /// Adds those who have claimed jobs and are not there: a copy of the file was restored, say. Outside a transaction, so that nobody waits while all
    /// jobs are read.
    /// </summary>
    public void AddUnknown()
    {
        if (_running.Number() is null) return;

        List<long> owners = [];
        while (_unknown.Read()) owners.Add(_unknown.Long(0));
        foreach (var owner in owners) Add(owner);
    }

    /// <summary>Returns whether it was there.</summary>
    public bool Remove(long owner) => _remove.Bind(owner).Run() > 0;

    public IReadOnlyList<long> ReadAll()
    {
        List<long> owners = [];
        while (_all.Read()) owners.Add(_all.Long(0));
        return owners;
    }

    public bool HasClaimed(long owner) => _running.Number() is not null && _claimed.Bind(owner).Number() is not null;

    /// <summary>The jobs that an owner has claimed.</summary>
    public IReadOnlyList<(long Number, long Queue, int Attempt, string? Key)> ReadClaimed(long owner)
    {
        List<(long, long, int, string?)> jobs = [];
        if (_running.Number() is null) return jobs;

        _claimed.Bind(owner);
        while (_claimed.Read()) jobs.Add((_claimed.Long(0), _claimed.Long(1), _claimed.Int(2), _claimed.TextOrNull(3)));
        return jobs;
    }
}
