using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using QueueRun.Sqlite.Database;
using QueueRun.Sqlite.Leases;

namespace QueueRun.Sqlite.Store;

/// <summary>The open file: runs its transactions, and opens it again after a failure. Used by the store's thread.</summary>
internal sealed class StoreFile(JobFile file, Lease lease, CountSnapshot counts, Action changed) : IDisposable
{
    private const int PrefixSize = 6; // bytes

    private static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(100);

    private Session? _session;
    private bool _wasOpen;
    private bool _isNew; // it was opened, and its jobs have not been announced yet
    private volatile bool _isInTrouble;

    /// <summary>The deadline of background work, which can be done later: callers' operations may be waiting.</summary>
    public static Deadline Soon => Deadline.In(ShortPatience);

    /// <summary>The deadline of necessary work.</summary>
    public Deadline InTime => Deadline.In(file.LockTimeout);

    public long Owner => lease.Owner;

    public string Path => file.Path;

    /// <summary>Whether the last use of the file failed, and nothing has been written since. Any thread.</summary>
    public bool IsInTrouble => _isInTrouble;

    /// <summary>Runs work in one transaction: all of it, or nothing if this throws.</summary>
    /// <param name="isDurable">Whether the result must survive a power failure.</param>
    /// <param name="deadline">Until when to wait while another process has locked the file.</param>
    /// <param name="work">The work to do.</param>
    /// <exception cref="JobStoreException">The file could not be used.</exception>
    public void Transact(bool isDurable, Deadline deadline, Action<Session> work)
    {
        Session session;
        try
        {
            session = Open(deadline);
            session.Forget();
            var changes = session.Connection.Changes;
            session.Connection.WaitUntil(deadline);
            session.Connection.Begin(isDurable);
            work(session);
            session.Flush();
            session.Connection.Commit();
            if (session.Connection.Changes != changes) _isInTrouble = false; // a successful read does not mean that the disk has room
        }
        catch (Exception error)
        {
            _isInTrouble = true;
            Undo(error);
            if (error is SqliteException trouble) throw Trouble.Explain(trouble, file);
            throw;
        }

        counts.Apply(session.Queues.Changes);
        if (!session.MadeClaimable && !_isNew) return;

        _isNew = false;
        changed();
    }

    /// <summary>Reads the changes of other processes. Never throws: the next operation reports the error.</summary>
    public void Look()
    {
        // SQLite goes on using a removed file, and all of it would be lost with the process.
        if (!File.Exists(file.Path)) Close();
        try
        {
            if (_isInTrouble) Transact(isDurable: true, Soon, static session => session.Touch()); // writable again?
            var session = Open(Soon);
            session.Connection.WaitUntil(Soon);
            var version = session.Connection.ReadVersion();
            if (version != session.Connection.SeenVersion)
            {
                session.Forget();
                counts.Replace(session.Queues.ReadAll());
                session.Connection.SeenVersion = version; // not earlier: after a failed read, the next check reads again
            }
            else if (!_isNew)
            {
                return;
            }
        }
        catch (Exception error) when (error is SqliteException or JobStoreException)
        {
            _isInTrouble = true;
            Undo(error);
            return;
        }

        _isNew = false;
        changed();
    }

    /// <summary>Moves the log's content into the file, if no other process uses it.</summary>
    public void Checkpoint()
    {
        try
        {
            _session?.Connection.Checkpoint();
        }
        catch (SqliteException error)
        {
            Undo(error); // the content stays in the log, where it is just as safe
        }
    }

    public void Dispose() => Close();

    private Session Open(Deadline deadline)
    {
        if (_session is not null) return _session;

        // A file that has existed and is missing now must not be created anew: an empty one would hide the loss.
        var connection = new Connection(file, mayCreate: !_wasOpen, deadline);
        try
        {
            Schema.Prepare(connection);
            connection.WaitUntil(deadline);
            connection.Begin(isDurable: true);
            Schema.Ensure(connection, file.Path, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PrefixSize)));
            var session = new Session(connection, lease.Owner);
            session.Owners.Add(lease.Owner); // again, if the file was replaced
            session.LeaveOutNumbers(TimeProvider.System.GetUtcNow()); // real time, not the program's clock: ids stay unique
            session.Owners.AddUnknown();
            counts.Replace(session.Queues.ReadAll());
            connection.Commit();
            _wasOpen = _isNew = true;
            return _session = session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Undo(Exception error)
    {
        if (_session is null) return;

        try
        {
            _session.Connection.Rollback();
            _session.ForgetQueues();
            if (error is SqliteException trouble && !Trouble.LeavesConnection(trouble)) Close();
        }
        catch (SqliteException)
        {
            Close();
        }
    }

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }
}
