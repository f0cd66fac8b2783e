using System.Diagnostics;
using Microsoft.Extensions.Logging;
using QueueRun.Sqlite.Database;
using QueueRun.Sqlite.Leases;

namespace QueueRun.Sqlite.Store;

/// <summary>
/// The one thread that uses the file. What it was asked to do meanwhile it does in one transaction, in the order in which it was asked: so a thousand
/// pushes at a time wait for the disk once.
/// </summary>
internal sealed class StoreThread
{
    private const int LargestGroup = 1024;
    private const int SmallestCrowd = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMicroseconds(200);

    // Real time, whatever the program's clock says: processes that share a file do not share that.
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

    /// <summary>Ends it after everything that it was asked to do.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        return _stopped.Task;
    }

    /// <summary>Ends it as if the process had been killed: for tests.</summary>
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
#pragma warning disable CA1031 // Whoever waits for the start is told, whatever it is.
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
            if (group.Count > 0) Execute(group, file);
            _crowd = group.Count;

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

    /// <summary>Waits until there is something to do, or that time has come. False when nothing more will come.</summary>
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
    /// Where many ask at a time, the first of them need not pay for a commit of their own: those that are on their way are waited for, as long as
    /// they keep coming, and never for long. Holds the lock.
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

    private static void Execute(List<Operation> group, StoreFile file)
    {
        try
        {
            file.Transact(group.Exists(static operation => operation.IsDurable), session =>
            {
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
#pragma warning disable CA1031 // Whoever waits for an operation is told, and the thread goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            foreach (var operation in group) operation.Fail(Copy(error));
            return;
        }

        foreach (var operation in group) operation.Complete();

        // Each has its own: whoever catches it may add to it.
        Exception Copy(Exception error) => error is JobStoreException known
            ? new JobStoreException(known.Message, known.InnerException)
            : new JobStoreException($"The job store {file.Path} could not do it: {error.Message}", error);
    }

    private void Close(StoreFile file, Lease lease)
    {
        FailAll(); // of an abandoned one
        if (_isAbandoned)
        {
            file.Dispose();
            lease.Abandon();
            return;
        }

        var isFree = false;
        try
        {
            file.Transact(isDurable: false, session =>
            {
                isFree = !session.Owners.HasClaimed(lease.Owner);
                if (isFree) session.Owners.Remove(lease.Owner);
            });
            file.Checkpoint();
        }
        catch (JobStoreException)
        {
            isFree = false; // nobody knows: others may take its jobs only when the process has ended
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
