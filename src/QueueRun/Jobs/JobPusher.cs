using QueueRun.Diagnostics;
using QueueRun.Messaging;

namespace QueueRun.Jobs;

/// <summary>Turns what is pushed into what is stored.</summary>
internal sealed class JobPusher(IJobStore store, MessageEncoding encoding, TimeProvider time, QueueRunMetrics metrics)
{
    /// <summary>How long a deduplication id is remembered.</summary>
    public static readonly TimeSpan DeduplicationWindow = TimeSpan.FromMinutes(5);

    private const int MaxTextLength = 200;

    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(366);
    private static readonly PushOptions Default = new();

    public async ValueTask<string> PushAsync<T>(JobType<T> type, T job, string? userId, PushOptions? options, CancellationToken cancellationToken)
    {
        if (job is null) throw new ArgumentNullException(nameof(job));
        options ??= Default;
        if (options.Delay < TimeSpan.Zero || options.Delay > MaxDelay)
            throw new ArgumentOutOfRangeException(nameof(options), $"The delay {options.Delay:c} is out of range: it is {TimeSpan.Zero:c} to {MaxDelay:c}.");
        if ((Misfit(options.Key, nameof(PushOptions.Key)) ?? Misfit(options.DeduplicationId, nameof(PushOptions.DeduplicationId))) is { } misfit)
            throw new ArgumentException(misfit, nameof(options));
        cancellationToken.ThrowIfCancellationRequested();

        var queue = type.Descriptor.Queue;
        using var span = QueueRunTracing.StartPush(queue);
        var now = time.GetUtcNow();
        try
        {
            var id = await store.PushAsync(
                new(queue, options.Key, options.DeduplicationId, string.IsNullOrEmpty(userId) ? null : userId, type.Write(job, encoding),
                    now, now + options.Delay, span?.Id, span?.TraceStateString),
                cancellationToken);
            metrics.Pushed(queue, Outcome.Ok);
            QueueRunTracing.EndPush(span, id);
            return id;
        }
        catch (Exception error) when (error is QueueFullException or JobStoreException)
        {
            metrics.Pushed(queue, error is QueueFullException ? Outcome.QueueFull : Outcome.Failed);
            QueueRunTracing.Fail(span, error);
            throw;
        }
    }

    private static string? Misfit(string? text, string name)
        => text is { Length: 0 or > MaxTextLength } ? $"{name} has {text.Length} characters: it has 1 to {MaxTextLength}, or is null." : null;
}

/// <summary>The queue of a DI scope: what is pushed belongs to the scope's user.</summary>
internal sealed class ScopedQueue<T>(JobPusher pusher, JobType<T> type, ScopeContext context) : IQueue<T>
{
    public ValueTask<string> PushAsync(T job, PushOptions? options = null, CancellationToken cancellationToken = default)
        => pusher.PushAsync(type, job, context.UserId, options, cancellationToken);
}

/// <summary>The queues of the program, for nobody or for a user who was named.</summary>
internal sealed class Queues(JobPusher pusher, JobTable jobs, string? userId = null) : IQueues
{
    public IQueues For(string userId)
    {
        if (string.IsNullOrEmpty(userId)) throw new ArgumentException("A user id is null or empty.", nameof(userId));
        return new Queues(pusher, jobs, userId);
    }

    public ValueTask<string> PushAsync<T>(T job, PushOptions? options = null, CancellationToken cancellationToken = default)
        => pusher.PushAsync(jobs.TypeOf<T>(), job, userId, options, cancellationToken);
}
