using Microsoft.Data.Sqlite;

namespace QueueRun.Sqlite.Database;

/// <summary>The file that a connection string names.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="LockTimeout">How long to wait while another process has locked it.</param>
/// <param name="Settings">The rest of the connection string.</param>
internal sealed record JobFile(string Path, TimeSpan LockTimeout, SqliteConnectionStringBuilder Settings)
{
    private const int DefaultTimeout = 5; // seconds
    private const int MaxTimeout = 3600;

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It does not name a file that a store can live in.</exception>
    public static JobFile Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var settings = new SqliteConnectionStringBuilder(connectionString);
        var path = settings.DataSource;
        if (string.IsNullOrWhiteSpace(path)) throw Wrong("names no file: write Data Source=jobs.db");
        if (settings.Mode is SqliteOpenMode.Memory || path.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
            throw Wrong("asks for a database in memory, which keeps nothing: name a file, or leave AddSqlite out, and jobs wait in memory");
        if (settings.Mode is SqliteOpenMode.ReadOnly) throw Wrong("asks for a file that is only read: leave Mode=ReadOnly out");
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || path.StartsWith('|'))
            throw Wrong($"names its file as {path}: write a plain path");

        var timeout = settings.ShouldSerialize("Default Timeout") ? settings.DefaultTimeout : DefaultTimeout;
        if (timeout is < 1 or > MaxTimeout) throw Wrong($"has a Default Timeout of {timeout}: it is 1 to {MaxTimeout} seconds");

        return new(System.IO.Path.GetFullPath(path), TimeSpan.FromSeconds(timeout), settings);

        static ArgumentException Wrong(string what) => new($"The connection string {what}.", nameof(connectionString));
    }

    /// <summary>
    /// The file behind a symbolic link. SQLite keeps its own files beside that one; other processes may know it by its own name, and must
    /// find what stands beside it.
    /// </summary>
    public JobFile Resolve()
    {
        var entry = new FileInfo(Path);
        return entry.LinkTarget is null ? this : this with { Path = entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName };
    }

    /// <summary>What opens it.</summary>
    /// <param name="mayCreate">Whether it is made where it is missing.</param>
    public string ConnectionString(bool mayCreate) => new SqliteConnectionStringBuilder(Settings.ConnectionString)
    {
        DataSource = Path,
        Mode = mayCreate && Settings.Mode is SqliteOpenMode.ReadWriteCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
        Cache = SqliteCacheMode.Private,
        Pooling = false, // closing closes
    }.ConnectionString;
}
