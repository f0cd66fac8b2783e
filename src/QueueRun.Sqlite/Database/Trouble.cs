using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace QueueRun.Sqlite.Database;

/// <summary>Turns SQLite's errors into texts for the program's operators.</summary>
internal static class Trouble
{
    /// <summary>An exception that names the file, the error and the cure.</summary>
    public static JobStoreException Explain(SqliteException error, JobFile file)
    {
        var text = error.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                $"is locked by another process for longer than {file.LockTimeout.TotalSeconds:0} s: find the process that has it open. " +
                "To wait longer, set Default Timeout in the connection string",
            raw.SQLITE_FULL => "cannot grow: the disk is full. Make room",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                "is damaged, or is not an SQLite file: stop the program, and restore the file from a copy, or move it away to begin with an empty one " +
                "(its -wal and -shm files with it)",
            raw.SQLITE_CANTOPEN when !Directory.Exists(Path.GetDirectoryName(file.Path)) => "cannot be opened: its folder does not exist. Create it",
            raw.SQLITE_CANTOPEN when !File.Exists(file.Path) => "cannot be opened: it does not exist, or its folder cannot be written to",
            raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_READONLY =>
                "cannot be written to: the program's user must be able to read and write the file and its folder",
            raw.SQLITE_IOERR => "cannot be read or written: check whether its disk is full, broken or gone",
            raw.SQLITE_TOOBIG => "cannot take a value larger than SQLite's limit, 1 GB: push a smaller job",
            _ => "cannot be used",
        };
        return new($"The job store {file.Path} {text}. (SQLite: {error.SqliteExtendedErrorCode}, {error.Message})", error);
    }

    /// <summary>Whether another process has locked the file.</summary>
    public static bool IsLocked(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>
    /// Whether the connection can be used again after the error. After other errors, a new connection is opened: it sees the file's present
    /// state.
    /// </summary>
    public static bool LeavesConnection(SqliteException error)
        => IsLocked(error) || error.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_TOOBIG;
}
