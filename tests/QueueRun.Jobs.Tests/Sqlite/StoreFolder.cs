using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Jobs.Tests.Stores;
using QueueRun.Sqlite;
using QueueRun.Sqlite.Database;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>A folder with a job store. Its stores are stopped with it.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly string _folder;
    private readonly List<SqliteJobStore> _stores = [];
    private readonly LoggerFactory _logging;

    public StoreFolder(string? folder = null)
    {
        _folder = folder ?? Directory.CreateTempSubdirectory("queuerun-jobs-").FullName;
        _logging = new([Logs]);
    }

    public string Database => Path.Combine(_folder, "jobs.db");

    public FakeTimeProvider Time { get; } = new();

    /// <summary>The log entries of its stores.</summary>
    public Logs Logs { get; } = new();

    public IEnumerable<string> Leases => Directory.EnumerateFiles(_folder, "*-worker-*");

    public SqliteJobStore Create(QueueRunOptions? options = null, TimeProvider? time = null, string? settings = null)
    {
        var store = new SqliteJobStore(
            JobFile.Parse($"Data Source={Database};{settings}"), options ?? new(), time ?? Time, new Logger<SqliteJobStore>(_logging));
        _stores.Add(store);
        return store;
    }

    /// <summary>Opens a store.</summary>
    public async Task<StoreFixture> StartAsync(QueueRunOptions? options = null, string? settings = null)
    {
        var jobs = new StoreFixture(Create(options, settings: settings), Time);
        await jobs.StartAsync();
        return jobs;
    }

    /// <summary>Uses the file directly, without a store. Returns the first number.</summary>
    public long? Run(string sql)
    {
        using var sqlite = new SqliteConnection($"Data Source={Database};Pooling=False");
        sqlite.Open();
        using var command = sqlite.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long?;
    }

    /// <summary>SQLite's plan for a statement.</summary>
    public string Explain(string sql)
    {
        using var sqlite = new SqliteConnection($"Data Source={Database};Pooling=False");
        sqlite.Open();
        using var command = sqlite.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        List<string> steps = [];
        while (rows.Read()) steps.Add(rows.GetString(3));
        return string.Join('\n', steps);
    }

    public void Dispose()
    {
        foreach (var store in _stores) store.Dispose();
        _logging.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
