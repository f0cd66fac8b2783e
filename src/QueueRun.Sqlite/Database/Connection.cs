using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace QueueRun.Sqlite.Database;

/// <summary>The only connection of a store, used by one thread.</summary>
internal sealed class Connection : IDisposable
{
    private const int CacheSize = 8192;        // KiB
    private const int LargestIdleLog = 16_777_216;
    private const int LongestPause = 20;       // ms

    private readonly SqliteConnection _connection;
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _version;
    private bool? _isDurable;

    /// <summary>Opens the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mayCreate">Whether a missing file is created.</param>
    /// <param name="deadline">Until when to wait while another process has locked the file.</param>
    /// <exception cref="SqliteException">SQLite failed.</exception>
    /// <exception cref="JobStoreException">The file is on a file system where processes cannot share it.</exception>
    public Connection(JobFile file, bool mayCreate, Deadline deadline)
    {
        _connection = new(file.ConnectionString(mayCreate));
        try
        {
            _connection.Open();
            WaitUntil(deadline);
            Run($"PRAGMA cache_size = -{CacheSize}");
            Run($"PRAGMA journal_size_limit = {LargestIdleLog}");
            WriteAhead(file, deadline);
            _begin = Prepare("BEGIN IMMEDIATE");
            _commit = Prepare("COMMIT");
            _version = Prepare("PRAGMA data_version");
            SeenVersion = ReadVersion();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many rows this connection has changed so far.</summary>
    public int Changes => raw.sqlite3_total_changes(Handle);

    /// <summary>The file's version that was read last.</summary>
    public long SeenVersion { get; set; }

    private sqlite3 Handle => _connection.Handle!;

    /// <summary>Until when the next statement waits while another process has locked the file.</summary>
    public void WaitUntil(Deadline deadline) => _ = raw.sqlite3_busy_timeout(Handle, (int)deadline.Remaining.TotalMilliseconds);

    public Statement Prepare(string sql)
    {
        var statement = new Statement(Handle, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Frees a prepared statement that is no longer needed.</summary>
    public void Discard(Statement statement)
    {
        _statements.Remove(statement);
        statement.Dispose();
    }

    /// <summary>Runs statements that are needed only once.</summary>
    public void Run(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Handle, sql), Handle);

    /// <inheritdoc cref="Run"/>
    public long? Number(string sql)
    {
        using var statement = new Statement(Handle, sql);
        return statement.Number();
    }

    /// <summary>Begins a write transaction, which excludes all other writers.</summary>
    /// <param name="isDurable">
    /// Whether the committed transaction must survive a power failure; otherwise it survives only the end of the process.
    /// </param>
    public void Begin(bool isDurable)
    {
        if (_isDurable != isDurable)
        {
            Run(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"); // cannot be changed inside a transaction
            _isDurable = isDurable;
        }

        _begin.Run();
    }

    public void Commit() => _commit.Run();

    public void Rollback()
    {
        foreach (var statement in _statements) statement.Reset(); // one of them may have been interrupted
        if (raw.sqlite3_get_autocommit(Handle) == 0) Run("ROLLBACK"); // some errors have already rolled back
    }

    /// <summary>A number that changes whenever another connection has written to the file.</summary>
    public long ReadVersion() => _version.Number() ?? 0;

    /// <summary>Moves the log's content into the file, except for pages that somebody still reads.</summary>
    public void Checkpoint()
    {
        using var checkpoint = new Statement(Handle, "PRAGMA wal_checkpoint(TRUNCATE)");
        checkpoint.Run();
    }

    /// <summary>
    /// Turns on write-ahead logging, permanently for the file. If several processes open a new file at once, SQLite itself does not wait
    /// here.
    /// </summary>
    private void WriteAhead(JobFile file, Deadline deadline)
    {
        while (true)
        {
            WaitUntil(deadline);
            try
            {
                using var mode = new Statement(Handle, "PRAGMA journal_mode = WAL");
                if (mode.Read() && mode.Text(0) == "wal") return;

                throw new JobStoreException($"{file.Path} is on a file system where processes cannot share it: use a local disk.");
            }
            catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_BUSY && !deadline.IsOver)
            {
                Thread.Sleep(Random.Shared.Next(LongestPause) + 1);
            }
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _connection.Dispose();
    }
}
