namespace QueueRun.Jobs.Tests.Stores;

/// <summary>The store in memory.</summary>
public sealed class MemoryJobStoreTests : JobStoreTests
{
    private protected override IJobStore Create(QueueRunOptions options, TimeProvider time) => new MemoryJobStore(options, time);
}
