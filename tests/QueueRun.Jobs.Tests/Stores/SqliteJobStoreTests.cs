using QueueRun.Jobs.Tests.Sqlite;

namespace QueueRun.Jobs.Tests.Stores;

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
