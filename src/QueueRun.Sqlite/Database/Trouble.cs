using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace QueueRun.Sqlite.Database;

/// <summary>What SQLite's errors mean to whoever runs the program.</summary>
internal static class Trouble
{
    /// <summary>Says which file it is, what happened, and what to do.</summary>
    public static JobStoreException Explain(SqliteException error, JobFile file)
    {
        var text = error.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                $"is locked by another process for longer than {file.LockTimeout.TotalSeconds:0} s: find who has it open. " +
                "A longer wait is the connection string's Default Timeout",
            raw.SQLITE_FULL => "cannot grow: the disk is full. Make room",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                "is damaged, or no SQLite file: stop the program, and restore the file from a copy, or move it away to begin with an empty one " +
                "(its -wal and -shm files with it)",
            raw.SQLITE_CANTOPEN when !Directory.Exists(Path.GetDirectoryName(file.Path)) => "cannot be opened: its folder does not exist. Create it",
            raw.SQLITE_CANTOPEN when !File.Exists(file.Path) => "cannot be opened: it is not there, or its folder cannot be written to",
            raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_READONLY =>
                "cannot be written to: the program's user needs to read and write the file and its folder",
            raw.SQLITE_IOERR => "cannot be read or written: see whether its disk is full, broken or gone",
            raw.SQLITE_TOOBIG => "cannot take what is larger than SQLite's largest value, 1 GB: push less",
            _ => "cannot be used",
        };
        return new($"The job store {file.Path} {text}. (SQLite: {error.SqliteExtendedErrorCode}, {error.Message})", error);
    }

    /// <summary>Whether the connection is good for another try. After the others a new one sees what is there now.</summary>
    public static bool LeavesConnection(SqliteException error)
        => error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_TOOBIG;
}
