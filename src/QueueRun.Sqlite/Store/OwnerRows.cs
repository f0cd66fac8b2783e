using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>The stores that have this file open, or have left jobs in it.</summary>
internal sealed class OwnerRows(Connection connection)
{
    private readonly Statement _add = connection.Prepare("INSERT OR IGNORE INTO owners (number) VALUES (?)");
    private readonly Statement _remove = connection.Prepare("DELETE FROM owners WHERE number = ?");
    private readonly Statement _all = connection.Prepare("SELECT number FROM owners");
    private readonly Statement _claimed = connection.Prepare("SELECT number, queue, attempt, key FROM jobs INDEXED BY claims WHERE owner = ?");

    public void Add(long owner) => _add.Bind(owner).Run();

    /// <summary>Returns whether it was there.</summary>
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
