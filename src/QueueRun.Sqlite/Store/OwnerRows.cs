using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>The stores that have this file open, or have left claimed jobs in it.</summary>
internal sealed class OwnerRows(Connection connection)
{
    private readonly Statement _add = connection.Prepare("INSERT OR IGNORE INTO owners (number) VALUES (?)");
    private readonly Statement _remove = connection.Prepare("DELETE FROM owners WHERE number = ?");
    private readonly Statement _all = connection.Prepare("SELECT number FROM owners");

    // By their index: the cost depends on the number of claimed jobs, not of waiting ones.
    private readonly Statement _claimed = connection.Prepare("SELECT number, queue, attempt, key FROM jobs INDEXED BY claimed WHERE owner = ?");
    private readonly Statement _unknown = connection.Prepare(
        "SELECT DISTINCT owner FROM jobs INDEXED BY claimed WHERE owner IS NOT NULL AND owner NOT IN (SELECT number FROM owners)");

    public void Add(long owner) => _add.Bind(owner).Run();

    /// <summary>Adds missing owners that have claimed jobs, for example after a copy of the file was restored.</summary>
    public void AddUnknown()
    {
        List<long> owners = [];
        while (_unknown.Read()) owners.Add(_unknown.Long(0));
        foreach (var owner in owners) Add(owner);
    }

    /// <summary>Removes an owner; returns whether it was there.</summary>
    public bool Remove(long owner) => _remove.Bind(owner).Run() > 0;

    public IReadOnlyList<long> ReadAll()
    {
        List<long> owners = [];
        while (_all.Read()) owners.Add(_all.Long(0));
        return owners;
    }

    public bool HasClaimed(long owner) => _claimed.Bind(owner).Number() is not null;

    /// <summary>The jobs that an owner has claimed.</summary>
    public IReadOnlyList<(long Number, long Queue, int Attempt, string? Key)> ReadClaimed(long owner)
    {
        List<(long, long, int, string?)> jobs = [];
        _claimed.Bind(owner);
        while (_claimed.Read()) jobs.Add((_claimed.Long(0), _claimed.Long(1), _claimed.Int(2), _claimed.TextOrNull(3)));
        return jobs;
    }
}
