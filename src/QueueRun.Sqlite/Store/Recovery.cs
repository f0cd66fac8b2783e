using Microsoft.Extensions.Logging;
using QueueRun.Jobs;
using QueueRun.Sqlite.Database;
using QueueRun.Sqlite.Leases;

namespace QueueRun.Sqlite.Store;

/// <summary>
/// Recovers the jobs of processes that have ended. The claimed jobs of a living process are never touched, however long they take.
/// </summary>
internal sealed class Recovery(QueueRunOptions options, TimeProvider time, ILogger<SqliteJobStore> log)
{
    /// <summary>
    /// How many checks, some seconds apart, must miss a lease before its owner counts as ended: a living owner creates it again within a
    /// second. Two checks are not enough: the whole machine may have been suspended between them.
    /// </summary>
    private const int MissedLooks = 3;

    private readonly Dictionary<long, int> _missing = []; // owners whose leases are missing, and in how many checks so far
    private readonly HashSet<long> _unknown = [];         // owners that were already logged

    /// <summary>Opens the file, recovers jobs that were left behind, and removes lease files without an owner.</summary>
    public void Start(StoreFile file)
    {
        var owners = Recover(file, isUrgent: true);
        foreach (var owner in Lease.FindAll(file.Path).ToArray())
        {
            // A store that has just created its lease, and is not in the table yet, holds the lease.
            if (owner == file.Owner || owners.Contains(owner)) continue;

            Lease.TryTake(file.Path, owner, out var lease);
            lease?.Dispose();
        }
    }

    /// <summary>Recovers jobs that were left behind, if the file can be used now; otherwise the next time.</summary>
    public void TryRecover(StoreFile file)
    {
        try
        {
            Recover(file, isUrgent: false);
        }
        catch (JobStoreException)
        {
            _missing.Clear(); // this check did not happen; the next operation on the file reports the error
        }
    }

    private IReadOnlyList<long> Recover(StoreFile file, bool isUrgent)
    {
        IReadOnlyList<long> owners = [];
        file.Transact(isDurable: false, Deadline(), session => owners = session.Owners.ReadAll());
        foreach (var owner in owners)
        {
            if (owner == file.Owner) continue;

            var state = Lease.TryTake(file.Path, owner, out var lease);
            using (lease)
            {
                if (!HasEnded(file, owner, state)) continue;

                var count = 0;
                file.Transact(isDurable: true, Deadline(), session => count = TakeUp(session, owner));
                if (count > 0) log.TookUp(count);
            }
        }

        return owners;

        Deadline Deadline() => isUrgent ? file.InTime : StoreFile.Soon;
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

    /// <summary>Recovers the jobs of one owner; returns their number.</summary>
    private int TakeUp(Session session, long owner)
    {
        if (!session.Owners.Remove(owner)) return 0; // another process has recovered them first

        var now = time.GetUtcNow();
        session.See(now);
        var claimed = session.Owners.ReadClaimed(owner);
        foreach (var (number, queue, attempt, key) in claimed)
        {
            // The job itself may crash its process: so it is not retried at once, nor forever.
            if (attempt < options.MaxAttempts)
                session.Jobs.Release(owner, number, queue, now + Backoff.After(attempt, options), countsAttempt: true);
            else
                session.Jobs.Fail(owner, number, queue, key, $"The process that did the job ended during attempt {attempt} of {options.MaxAttempts}.", now);
        }

        return claimed.Count;
    }
}
