namespace QueueRun.Jobs;

/// <summary>The program's queues, for no user or for a given one.</summary>
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
