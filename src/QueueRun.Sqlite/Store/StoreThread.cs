using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using QueueRun.Sqlite.Database;
using QueueRun.Sqlite.Leases;

namespace QueueRun.Sqlite.Store;

/// <summary>
/// The only thread that uses the file. It does all waiting operations in one transaction, in the order in which they came: so a thousand
/// simultaneous pushes wait for the disk once.
/// </summary>
internal sealed class StoreThread
{
    private const int LargestGroup = 1024;
    private const int SmallestCrowd = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMicroseconds(200);

    // Real time, not the program's clock: processes that share a file do not share a test's clock.
    private const int LookInterval = 1000;     // ms
    private const int RecoveryInterval = 3000; // ms

    private readonly object _gate = new();
    private readonly Queue<Operation> _queued = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JobFile _file;
    private readonly Recovery _recovery;
    private readonly CountSnapshot _counts;
    private readonly Action _changed;
    private readonly ILogger<SqliteJobStore> _log;
    private volatile StoreFile? _open;
    private int _crowd;         // how many operations the last group had
    private bool _isStopping;
    private bool _isAbandoned;

    public StoreThread(JobFile file, Recovery recovery, CountSnapshot counts, Action changed, ILogger<SqliteJobStore> log)
    {
        (_file, _recovery, _counts, _changed, _log) = (file, recovery, counts, changed, log);
        new Thread(Run) { IsBackground = true, Name = "QueueRun jobs" }.UnsafeStart();
    }

    /// <summary>Completes when the file is open.</summary>
    public Task Started => _started.Task;

    /// <inheritdoc cref="StoreFile.IsInTrouble"/>
    public bool IsInTrouble => _open?.IsInTrouble ?? false;

    public void Add(Operation operation)
    {
        lock (_gate)
        {
            if (!_isStopping)
            {
                _queued.Enqueue(operation);
                if (_queued.Count == 1) Monitor.Pulse(_gate);
                return;
            }
        }

        operation.Fail(Closed());
    }

    /// <summary>Ends the thread after all waiting operations.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        return _stopped.Task;
    }

    /// <summary>Ends the thread as if the process had been killed: for tests.</summary>
    internal Task AbandonAsync()
    {
        _isAbandoned = true;
        return StopAsync();
    }

    private void Run()
    {
        Lease? lease = null;
        StoreFile? file = null;
        try
        {
            lease = Lease.Create(_file.Path);
            file = new(_file, lease, _counts, _changed);
            _recovery.Start(file);
        }
#pragma warning disable CA1031 // The task that waits for the start gets any exception.
        catch (Exception error)
#pragma warning restore CA1031
        {
            file?.Dispose();
            lease?.Release();
            lock (_gate) _isStopping = true;
            _started.SetException(error);
            FailAll();
            _stopped.SetResult();
            return;
        }

        _open = file;
        _started.SetResult();
        Loop(file, lease);
        Close(file, lease);
        _stopped.SetResult();
    }

    private void Loop(StoreFile file, Lease lease)
    {
        var lookAt = Environment.TickCount64 + LookInterval;
        var recoverAt = Environment.TickCount64 + RecoveryInterval;
        List<Operation> group = new(LargestGroup);
        while (Take(group, lookAt))
        {
            _crowd = group.Count;
            while (!TryExecute(group, file)) { }

            var now = Environment.TickCount64;
            if (now < lookAt) continue;

            if (lease.Keep()) _log.LeaseRemoved(Lease.PathOf(_file.Path, lease.Owner));
            file.Look();
            if (now >= recoverAt)
            {
                _recovery.TryRecover(file);
                recoverAt = now + RecoveryInterval;
            }

            lookAt = now + LookInterval;
        }
    }

    /// <summary>Waits until there is an operation, or until that time. False if no more operations will come.</summary>
    private bool Take(List<Operation> group, long until)
    {
        group.Clear();
        lock (_gate)
        {
            if (_isAbandoned) return false;
            while (_queued.Count == 0 && !_isStopping)
            {
                var wait = until - Environment.TickCount64;
                if (wait <= 0) break;
                Monitor.Wait(_gate, (int)wait);
            }

            Gather();
            while (group.Count < LargestGroup && _queued.TryDequeue(out var operation)) group.Add(operation);
            return group.Count > 0 || !_isStopping;
        }
    }

    /// <summary>
    /// If many callers are active, the first need not pay for its own commit: the thread waits for further operations as long as they keep
    /// coming, and never for long. Holds the lock.
    /// </summary>
    private void Gather()
    {
        if (_crowd < SmallestCrowd || _isStopping) return;

        var start = Stopwatch.GetTimestamp();
        while (_queued.Count < _crowd && Stopwatch.GetElapsedTime(start) < Patience)
        {
            Monitor.Exit(_gate);
            Thread.Yield();
            Monitor.Enter(_gate);
        }
    }

    /// <summary>
    /// Executes a group of operations. Returns whether all of them have ended; the others still have time to wait for the file.
    /// </summary>
    private static bool TryExecute(List<Operation> group, StoreFile file)
    {
        if (group.Count == 0) return true;

        var hasBegun = false;
        try
        {
            // The first has waited longest. Even if its time is over, a lock that ends in a moment is no failure.
            var deadline = group[0].Deadline.OrLater(StoreFile.Soon);
            file.Transact(group.Exists(static operation => operation.IsDurable), deadline, session =>
            {
                hasBegun = true;
                foreach (var operation in group)
                {
                    if (!operation.RunsLast) operation.Run(session);
                }

                foreach (var operation in group)
                {
                    if (operation.RunsLast) operation.Run(session);
                }
            });
        }
#pragma warning disable CA1031 // The operation's caller gets the exception, and the thread goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var isLocked = !hasBegun && error.InnerException is SqliteException trouble && Trouble.IsLocked(trouble);
            var late = group.FindAll(operation => !isLocked || operation.Deadline.IsOver);
            foreach (var operation in late) operation.Fail(Copy(error));
            group.RemoveAll(late.Contains);
            return group.Count == 0;
        }

        foreach (var operation in group) operation.Complete();
        return true;

        // Each operation gets its own exception: a caller that catches it may change it.
        Exception Copy(Exception error) => error is JobStoreException known
            ? new JobStoreException(known.Message, known.InnerException)
            : new JobStoreException($"The job store {file.Path} failed: {error.Message}", error);
    }

    private void Close(StoreFile file, Lease lease)
    {
        FailAll(); // of an abandoned store
        if (_isAbandoned)
        {
            file.Dispose();
            lease.Abandon();
            return;
        }

        var isFree = false;
        try
        {
            file.Transact(isDurable: false, file.InTime, session =>
            {
                isFree = !session.Owners.HasClaimed(lease.Owner);
                if (isFree) session.Owners.Remove(lease.Owner);
            });
            file.Checkpoint();
        }
        catch (JobStoreException)
        {
            isFree = false; // unknown, so assume no: others may take its jobs only when the process has ended
        }

        file.Dispose();
        if (isFree) lease.Release();
        else lease.HoldUntilExit();
    }

    private void FailAll()
    {
        while (true)
        {
            Operation? operation;
            lock (_gate)
            {
                if (!_queued.TryDequeue(out operation)) return;
            }

            operation.Fail(Closed());
        }
    }

    private JobStoreException Closed() => new($"The job store {_file.Path} is closed: the program stops.");
}
