using System.Diagnostics;
using System.Text;
using QueueRun.Diagnostics;
using QueueRun.Messaging;

namespace QueueRun.Jobs;

/// <summary>Turns what is pushed into what is stored.</summary>
internal sealed class JobPusher(IJobStore store, MessageEncoding encoding, QueueRunOptions program, TimeProvider time, QueueRunMetrics metrics)
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
        var payload = type.Write(job, encoding);
        if (payload.Length > program.MaxJobSize)
        {
            throw new ArgumentException(
                $"The job takes {payload.Length} bytes, more than {nameof(QueueRunOptions.MaxJobSize)} ({program.MaxJobSize}): keep what is large " +
                "elsewhere, and push where it is.", nameof(job));
        }

        using var span = QueueRunTracing.StartPush(queue);
        var trace = span ?? Activity.Current; // one that is not sampled is passed on all the same
        var now = time.GetUtcNow();
        try
        {
            var id = await store.PushAsync(
                new(queue, options.Key, options.DeduplicationId, string.IsNullOrEmpty(userId) ? null : userId, payload,
                    now, now + options.Delay, trace?.Id, trace?.TraceStateString),
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
    {
        if (text is { Length: 0 or > MaxTextLength }) return $"{name} has {text.Length} characters: it has 1 to {MaxTextLength}, or is null.";

        // Half of a surrogate pair cannot be stored as it is: two of them would become one.
        return text is not null && Unpaired(text) ? $"{name} holds half of a surrogate pair, which is no text." : null;
    }

    private static bool Unpaired(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal)) return true;
        }

        return false;
    }
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
