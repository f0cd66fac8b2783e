using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using QueueRun.Sqlite.Database;
using QueueRun.Sqlite.Leases;

namespace QueueRun.Sqlite.Store;

/// <summary>The open file: its transactions, and opening it again where it failed. Used by the store's thread.</summary>
internal sealed class StoreFile(JobFile file, Lease lease, CountSnapshot counts, Action changed) : IDisposable
{
    private const int PrefixSize = 6; // bytes

    private static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(100);

    private Session? _session;
    private bool _wasOpen;
    private bool _isNew; // it was opened, and nobody was told of what it holds
    private volatile bool _isInTrouble;

    public long Owner => lease.Owner;

    public string Path => file.Path;

    /// <summary>Whether the file could not be used, and has not been written to since. Any thread.</summary>
    public bool IsInTrouble => _isInTrouble;

    /// <summary>Does something in one transaction: all of it or, where this throws, nothing.</summary>
    /// <param name="isDurable">Whether it has to survive a power failure.</param>
    /// <param name="work">What to do.</param>
    /// <exception cref="JobStoreException">The file could not be used.</exception>
    public void Transact(bool isDurable, Action<Session> work)
    {
        Session session;
        try
        {
            session = Open();
            session.Forget();
            var changes = session.Connection.Changes;
            session.Connection.Begin(isDurable);
            work(session);
            session.Flush();
            session.Connection.Commit();
            if (session.Connection.Changes != changes) _isInTrouble = false; // what only reads says nothing of a full disk
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

    /// <summary>Learns what others have written. Never throws: whoever needs the file next is told.</summary>
    public void Look()
    {
        // SQLite goes on with a file that was removed, and everything would be lost with the process.
        if (!File.Exists(file.Path)) Close();
        try
        {
            if (_isInTrouble) Try();
            var session = Open();
            var version = session.Connection.ReadVersion();
            if (version != session.Connection.SeenVersion)
            {
                session.Forget();
                counts.Replace(session.Queues.ReadAll());
                session.Connection.SeenVersion = version; // not before: what could not be read is read the next time
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

    /// <summary>Moves everything into the file itself, where nobody else uses it.</summary>
    public void Checkpoint()
    {
        try
        {
            _session?.Connection.Checkpoint();
        }
        catch (SqliteException error)
        {
            Undo(error); // it stays in the log, which is as good
        }
    }

    public void Dispose() => Close();

    private Session Open()
    {
        if (_session is not null) return _session;

        // A file that is missing now was there: an empty one in its place would hide that.
        var connection = new Connection(file, mayCreate: !_wasOpen);
        try
        {
            connection.Begin(isDurable: true);
            Schema.Ensure(connection, file.Path, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PrefixSize)));
            var session = new Session(connection, lease.Owner);
            session.Owners.Add(lease.Owner); // again, where the file was replaced
            session.LeaveOutNumbers(TimeProvider.System.GetUtcNow()); // whatever the program's clock says: ids stay unique
            counts.Replace(session.Queues.ReadAll());
            connection.Commit();
            session.Owners.AddUnknown();
            _wasOpen = _isNew = true;
            return _session = session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sees whether the file can be written to again. Does not wait long where it is locked: others may want to ask for something.</summary>
    private void Try()
    {
        var connection = Open().Connection;
        connection.SetPatience(ShortPatience);
        try
        {
            Transact(isDurable: true, static session => session.Touch());
        }
        finally
        {
            if (_session?.Connection == connection) connection.SetPatience(file.LockTimeout);
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
