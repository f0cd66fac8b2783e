using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace QueueRun.Sqlite.Database;

/// <summary>The one connection of a store. It is used by one thread.</summary>
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
    /// <exception cref="SqliteException">SQLite could not.</exception>
    /// <exception cref="JobStoreException">It is on a file system where SQLite cannot share it.</exception>
    public Connection(JobFile file, bool mayCreate)
    {
        _connection = new(file.ConnectionString(mayCreate));
        try
        {
            _connection.Open();
            SetPatience(file.LockTimeout);
            Run($"PRAGMA cache_size = -{CacheSize}");
            Run($"PRAGMA journal_size_limit = {LargestIdleLog}");
            WriteAhead(file);
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

    /// <summary>How many rows were changed here so far.</summary>
    public int Changes => raw.sqlite3_total_changes(Handle);

    /// <summary>The version of the file that was read last.</summary>
    public long SeenVersion { get; set; }

    private sqlite3 Handle => _connection.Handle!;

    /// <summary>How long to wait while another process has locked the file.</summary>
    public void SetPatience(TimeSpan timeout) => _ = raw.sqlite3_busy_timeout(Handle, (int)timeout.TotalMilliseconds);

    public Statement Prepare(string sql)
    {
        var statement = new Statement(Handle, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>A statement that was prepared is not needed any more.</summary>
    public void Discard(Statement statement)
    {
        _statements.Remove(statement);
        statement.Dispose();
    }

    /// <summary>Runs statements that are needed once.</summary>
    public void Run(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Handle, sql), Handle);

    /// <inheritdoc cref="Run"/>
    public long? Number(string sql)
    {
        using var statement = new Statement(Handle, sql);
        return statement.Number();
    }

    /// <summary>Begins a transaction that no other can write beside.</summary>
    /// <param name="isDurable">Whether it has to survive a power failure once it is committed; otherwise it survives the end of the process.</param>
    public void Begin(bool isDurable)
    {
        if (_isDurable != isDurable)
        {
            Run(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"); // cannot be changed within one
            _isDurable = isDurable;
        }

        _begin.Run();
    }

    public void Commit() => _commit.Run();

    public void Rollback()
    {
        foreach (var statement in _statements) statement.Reset(); // whichever was interrupted
        if (raw.sqlite3_get_autocommit(Handle) == 0) Run("ROLLBACK"); // some errors have done so already
    }

    /// <summary>A number that is another whenever others have written to the file.</summary>
    public long ReadVersion() => _version.Number() ?? 0;

    /// <summary>Moves what is in the log to the file, as far as nobody reads it.</summary>
    public void Checkpoint()
    {
        using var checkpoint = new Statement(Handle, "PRAGMA wal_checkpoint(TRUNCATE)");
        checkpoint.Run();
    }

    /// <summary>Has the file written through a log, as it stays for good. Where several open a new one at once, SQLite waits for nobody here.</summary>
    private void WriteAhead(JobFile file)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var mode = new Statement(Handle, "PRAGMA journal_mode = WAL");
                if (mode.Read() && mode.Text(0) == "wal") return;

                throw new JobStoreException($"{file.Path} is on a file system where processes cannot share it: use one of this machine's own disks.");
            }
            catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(start) < file.LockTimeout)
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
