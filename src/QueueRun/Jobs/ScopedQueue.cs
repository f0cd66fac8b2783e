using QueueRun.Messaging;

namespace QueueRun.Jobs;

/// <summary>A queue of a DI scope: pushed jobs belong to the scope's user.</summary>
internal sealed class ScopedQueue<T>(JobPusher pusher, JobType<T> type, ScopeContext context) : IQueue<T>
{
    public ValueTask<string> PushAsync(T job, PushOptions? options = null, CancellationToken cancellationToken = default)
        => pusher.PushAsync(type, job, context.UserId, options, cancellationToken);
}
