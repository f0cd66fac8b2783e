using Microsoft.Data.Sqlite;

namespace QueueRun.Sqlite.Database;

/// <summary>The file that a connection string names.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="LockTimeout">How long to wait while another process has locked the file.</param>
/// <param name="Settings">The rest of the connection string.</param>
internal sealed record JobFile(string Path, TimeSpan LockTimeout, SqliteConnectionStringBuilder Settings)
{
    private const int DefaultTimeout = 5; // seconds
    private const int MaxTimeout = 3600;

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">The text does not name a file that a store can use.</exception>
    public static JobFile Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var settings = new SqliteConnectionStringBuilder(connectionString);
        var path = settings.DataSource;
        if (string.IsNullOrWhiteSpace(path)) throw Wrong("names no file: write Data Source=jobs.db");
        if (settings.Mode is SqliteOpenMode.Memory || path.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
            throw Wrong("names a database in memory, which keeps nothing: name a file, or leave out AddSqlite to keep jobs in memory");
        if (settings.Mode is SqliteOpenMode.ReadOnly) throw Wrong("opens its file for reading only: leave out Mode=ReadOnly");
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || path.StartsWith('|'))
            throw Wrong($"names its file as {path}: write a plain path");

        var timeout = settings.ShouldSerialize("Default Timeout") ? settings.DefaultTimeout : DefaultTimeout;
        if (timeout is < 1 or > MaxTimeout) throw Wrong($"has a Default Timeout of {timeout}: it must be 1 to {MaxTimeout} seconds");

        return new(System.IO.Path.GetFullPath(path), TimeSpan.FromSeconds(timeout), settings);

        static ArgumentException Wrong(string what) => new($"The connection string {what}.", nameof(connectionString));
    }

    /// <summary>
    /// The target of a symbolic link. SQLite keeps its own files beside the target; other processes may open the target by its own name,
    /// and must find these files.
    /// </summary>
    public JobFile Resolve()
    {
        var entry = new FileInfo(Path);
        return entry.LinkTarget is null ? this : this with { Path = entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName };
    }

    /// <summary>The connection string that opens the file.</summary>
    /// <param name="mayCreate">Whether a missing file is created.</param>
    public string ConnectionString(bool mayCreate) => new SqliteConnectionStringBuilder(Settings.ConnectionString)
    {
        DataSource = Path,
        Mode = mayCreate && Settings.Mode is SqliteOpenMode.ReadWriteCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
        Cache = SqliteCacheMode.Private,
        Pooling = false, // disposing closes the file
    }.ConnectionString;
}
