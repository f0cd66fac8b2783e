using Microsoft.Extensions.Logging;
using QueueRun.Jobs;
using QueueRun.Sqlite.Leases;

namespace QueueRun.Sqlite.Store;

/// <summary>Takes up the jobs of processes that have ended. What a living one has claimed is never touched, however long it takes.</summary>
internal sealed class Recovery(QueueRunOptions options, TimeProvider time, ILogger<SqliteJobStore> log)
{
    /// <summary>
    /// How often a lease is looked for, some seconds apart, before its owner has ended: a living one makes it again within a second. Not twice only: what
    /// lies between may be the time for which the whole machine stood still.
    /// </summary>
    private const int MissedLooks = 3;

    private readonly Dictionary<long, int> _missing = []; // owners whose leases were missing, and how often by now
    private readonly HashSet<long> _unknown = [];         // owners of whom the log was told

    /// <summary>Opens the file, takes up what was left behind, and removes files that belong to nobody.</summary>
    public void Start(StoreFile file)
    {
        var owners = Recover(file);
        foreach (var owner in Lease.FindAll(file.Path).ToArray())
        {
            // Whoever has just made his, and is not in the table yet, holds it.
            if (owner == file.Owner || owners.Contains(owner)) continue;

            Lease.TryTake(file.Path, owner, out var lease);
            lease?.Dispose();
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
            _missing.Clear(); // it did not look; whoever needs the file hears of it
        }
    }

    private IReadOnlyList<long> Recover(StoreFile file)
    {
        IReadOnlyList<long> owners = [];
        file.Transact(isDurable: false, session => owners = session.Owners.ReadAll());
        foreach (var owner in owners)
        {
            if (owner == file.Owner) continue;

            var state = Lease.TryTake(file.Path, owner, out var lease);
            using (lease)
            {
                if (!HasEnded(file, owner, state)) continue;

                var count = 0;
                file.Transact(isDurable: true, session => count = TakeUp(session, owner));
                if (count > 0) log.TookUp(count);
            }
        }

        return owners;
    }

    private bool HasEnded(StoreFile file, long owner, LeaseState state)
    {
        if (state is LeaseState.Missing)
        {
            var times = _missing.GetValueOrDefault(owner) + 1;
            _missing[owner] = times;
            return times >= MissedLooks;
        }

        _missing.Remove(owner);
        if (state is LeaseState.Unknown && _unknown.Add(owner)) log.UnknownLease(Lease.PathOf(file.Path, owner));
        return state is LeaseState.Free;
    }

    /// <summary>Returns how many jobs there were.</summary>
    private int TakeUp(Session session, long owner)
    {
        if (!session.Owners.Remove(owner)) return 0; // another process was first

        var now = time.GetUtcNow();
        var claimed = session.Owners.ReadClaimed(owner);
        foreach (var (number, queue, attempt, key) in claimed)
        {
            // It may be the job that ends the process: then not at once, and not for ever.
            if (attempt < options.MaxAttempts)
                session.Jobs.Release(owner, number, queue, now + Backoff.After(attempt, options), countsAttempt: true);
            else
                session.Jobs.Fail(owner, number, queue, key, $"The process that did it ended meanwhile, in attempt {attempt} of {options.MaxAttempts}.", now);
        }

        return claimed.Count;
    }
}
