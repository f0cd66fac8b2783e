using QueueRun.Jobs.Tests.Sqlite;

namespace QueueRun.Jobs.Tests.Stores;

/// <summary>The store in memory.</summary>
public sealed class MemoryJobStoreTests : JobStoreTests
{
    private protected override IJobStore Create(QueueRunOptions options, TimeProvider time) => new MemoryJobStore(options, time);
}

/// <summary>The store in a file.</summary>
public sealed class SqliteJobStoreTests : JobStoreTests
{
    private readonly StoreFolder _folder = new();

    private protected override IJobStore Create(QueueRunOptions options, TimeProvider time) => _folder.Create(options, time);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
