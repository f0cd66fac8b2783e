using Microsoft.Extensions.Time.Testing;
using QueueRun.Jobs.Tests.Stores;
using QueueRun.Sqlite;
using QueueRun.Sqlite.Database;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>A folder with a job store, whose stores are stopped with it.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly string _folder;
    private readonly List<SqliteJobStore> _stores = [];

    public StoreFolder(string? folder = null) => _folder = folder ?? Directory.CreateTempSubdirectory("queuerun-jobs-").FullName;

    public string Database => Path.Combine(_folder, "jobs.db");

    public FakeTimeProvider Time { get; } = new();

    public IEnumerable<string> Leases => Directory.EnumerateFiles(_folder, "*-worker-*");

    public SqliteJobStore Create(QueueRunOptions? options = null, TimeProvider? time = null, string? settings = null)
    {
        var store = new SqliteJobStore(JobFile.Parse($"Data Source={Database};{settings}"), options ?? new(), time ?? Time);
        _stores.Add(store);
        return store;
    }

    /// <summary>A store that is open.</summary>
    public async Task<StoreFixture> StartAsync(QueueRunOptions? options = null, string? settings = null)
    {
        var jobs = new StoreFixture(Create(options, settings: settings), Time);
        await jobs.StartAsync();
        return jobs;
    }

    public void Dispose()
    {
        foreach (var store in _stores) store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
