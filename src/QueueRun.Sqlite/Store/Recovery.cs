using QueueRun.Jobs;
using QueueRun.Sqlite.Leases;

namespace QueueRun.Sqlite.Store;

/// <summary>Takes up the jobs of processes that have ended. What a living one has claimed is never touched, however long it takes.</summary>
internal sealed class Recovery(QueueRunOptions options, TimeProvider time)
{
    /// <summary>Opens the file, takes up what was left behind, and removes files that belong to nobody.</summary>
    public void Start(StoreFile file)
    {
        var owners = Recover(file);
        foreach (var owner in Lease.FindAll(file.Path).ToArray())
        {
            // Whoever has just made his, and is not in the table yet, holds it.
            if (owner != file.Owner && !owners.Contains(owner)) Lease.TryTake(file.Path, owner)?.Dispose();
        }
    }

    /// <summary>Takes up what was left behind, if the file can be used now; else the next time.</summary>
    public void TryRecover(StoreFile file)
    {
        try
        {
            Recover(file);
        }
        catch (JobStoreException)
        {
            // Whoever needs the file hears of it.
        }
    }

    private IReadOnlyList<long> Recover(StoreFile file)
    {
        IReadOnlyList<long> owners = [];
        file.Transact(isDurable: false, session => owners = session.Owners.ReadAll());
        foreach (var owner in owners)
        {
            if (owner == file.Owner) continue;

            using var lease = Lease.TryTake(file.Path, owner);
            if (lease is not null) file.Transact(isDurable: true, session => TakeUp(session, owner));
        }

        return owners;
    }

    private void TakeUp(Session session, long owner)
    {
        if (!session.Owners.Remove(owner)) return; // another process was first

        var now = time.GetUtcNow();
        foreach (var (number, queue, attempt, key) in session.Owners.ReadClaimed(owner))
        {
            // It may be the job that ends the process: then not at once, and not for ever.
            if (attempt < options.MaxAttempts)
                session.Jobs.Release(owner, number, queue, now + Backoff.After(attempt, options), countsAttempt: true);
            else
                session.Jobs.Fail(owner, number, queue, key, $"The process that did it ended meanwhile, in attempt {attempt} of {options.MaxAttempts}.", now);
        }
    }
}
