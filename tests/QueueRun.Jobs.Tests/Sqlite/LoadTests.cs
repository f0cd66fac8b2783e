using QueueRun.Jobs.Tests.Stores;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>The cost of many jobs. It measures the memory of the process, so nothing else may run at the same time.</summary>
[Collection(nameof(LoadTests))]
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
public sealed class LoadTests : IDisposable
{
    private const int Many = 100_000;
    private const int AtOnce = 2_000;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Jobs_that_wait_take_no_memory_and_those_that_are_done_no_disk()
    {
        var jobs = await _folder.StartAsync();
        await PushAsync(jobs, AtOnce);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await PushAsync(jobs, Many - AtOnce);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2_000_000);
        Assert.Equal(Many, jobs.Store.Counts["mail"].Waiting);
        Assert.InRange(new FileInfo(_folder.Database + "-wal").Length, 0, 32_000_000);

        var size = new FileInfo(_folder.Database).Length;
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll((await jobs.ClaimAsync(AtOnce)).Select(job => jobs.Store.CompleteAsync(job).AsTask()));
            await PushAsync(jobs, AtOnce);
        }

        Assert.Equal(Many, (await jobs.CountsAsync()).Waiting);
        Assert.InRange(new FileInfo(_folder.Database).Length, 0, size * 1.5);
    }

    private static async Task PushAsync(StoreFixture jobs, int count)
    {
        for (var pushed = 0; pushed < count; pushed += AtOnce)
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => jobs.PushAsync()));
    }
}
