using Microsoft.Extensions.Time.Testing;

namespace QueueRun.Jobs.Tests.Stores;

/// <summary>A store, its clock, and short ways to use it.</summary>
internal sealed class StoreFixture(IJobStore store, FakeTimeProvider time)
{
    private int _changes;

    public IJobStore Store => store;

    public FakeTimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>How often the store has reported that a job may be claimable.</summary>
    public int Changes => Volatile.Read(ref _changes);

    public Task StartAsync() => store.StartAsync(() => Interlocked.Increment(ref _changes), default);

    public NewJob Job(string queue = "mail", string? key = null, string? repeats = null, double delay = 0, byte[]? payload = null)
        => new(queue, key, repeats, "ann", payload ?? [1, 2, 3], Now, Now.AddSeconds(delay), null, null);

    public async Task<string> PushAsync(string queue = "mail", string? key = null, string? repeats = null, double delay = 0)
        => await store.PushAsync(Job(queue, key, repeats, delay), default);

    public async Task<string> PushAsync(NewJob job) => await store.PushAsync(job, default);

    public async Task<bool> RetryAsync(string id) => await store.RetryAsync(id, default);

    public async Task<bool> DeleteAsync(string id) => await store.DeleteAsync(id, default);

    public async Task<IReadOnlyList<StoredJob>> ClaimAsync(int count = 100, params string[] queues)
        => (await store.ClaimAsync(queues is [] ? ["mail"] : queues, count)).Jobs;

    /// <summary>Claims the one job that must be claimable.</summary>
    public async Task<StoredJob> ClaimOneAsync() => Assert.Single(await ClaimAsync());

    public async Task<IEnumerable<string>> ClaimIdsAsync(int count = 100, params string[] queues)
        => (await ClaimAsync(count, queues)).Select(job => job.Id);

    public async Task<QueueCounts> CountsAsync(string queue = "mail") => (await store.CountAsync(default)).GetValueOrDefault(queue);

    public async Task<IReadOnlyList<FailedJob>> FailedAsync(string? queue = null, string? before = null, int limit = 100)
        => await store.GetFailedAsync(queue, before, limit, default);

    /// <summary>Pushes a job, and lets it fail for good.</summary>
    public async Task<string> PushFailedAsync(string queue = "mail", string? key = null)
    {
        var id = await PushAsync(queue, key);
        var job = Assert.Single(await ClaimAsync(1, queue));
        Assert.Equal(id, job.Id);
        await store.FailAsync(job, "it broke");
        return id;
    }

    public void Pass(double seconds) => time.Advance(TimeSpan.FromSeconds(seconds));
}
