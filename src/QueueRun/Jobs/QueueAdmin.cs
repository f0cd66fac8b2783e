namespace QueueRun.Jobs;

/// <summary>QueueRun's <see cref="IQueueAdmin"/>.</summary>
internal sealed class QueueAdmin(IJobStore store, JobTable table, Scheduler scheduler) : IQueueAdmin
{
    private const int MaxLimit = 1000;

    public async ValueTask<IReadOnlyList<QueueStatus>> GetQueuesAsync(CancellationToken cancellationToken = default)
    {
        var counts = await store.CountAsync(cancellationToken);
        return [.. table.Queues.Union(counts.Keys).Order(StringComparer.Ordinal).Select(name =>
        {
            var count = counts.GetValueOrDefault(name);
            return new QueueStatus(name, count.Waiting, count.Running, count.Failed, table.Queues.Contains(name));
        })];
    }

    public ValueTask<IReadOnlyList<ScheduleStatus>> GetSchedulesAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(scheduler.GetStatus());
    }

    public ValueTask<IReadOnlyList<FailedJob>> GetFailedAsync(
        string? queue = null, string? before = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        return store.GetFailedAsync(queue, before, limit, cancellationToken);
    }

    public ValueTask<bool> RetryAsync(string jobId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        return store.RetryAsync(jobId, cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(string jobId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        return store.DeleteAsync(jobId, cancellationToken);
    }
}
