using System.Diagnostics;
using System.Text;
using QueueRun.Diagnostics;
using QueueRun.Messaging;

namespace QueueRun.Jobs;

/// <summary>Turns pushed jobs into stored ones.</summary>
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
            throw new ArgumentOutOfRangeException(nameof(options), $"The delay {options.Delay:c} is out of range: it must be {TimeSpan.Zero:c} to {MaxDelay:c}.");
        if ((Misfit(options.Key, nameof(PushOptions.Key)) ?? Misfit(options.DeduplicationId, nameof(PushOptions.DeduplicationId))) is { } misfit)
            throw new ArgumentException(misfit, nameof(options));
        cancellationToken.ThrowIfCancellationRequested();

        var queue = type.Descriptor.Queue;
        var payload = type.Write(job, encoding);
        if (payload.Length > program.MaxJobSize)
        {
            throw new ArgumentException(
                $"The job takes {payload.Length} bytes, more than {nameof(QueueRunOptions.MaxJobSize)} ({program.MaxJobSize}): store large data " +
                "elsewhere, and push a reference to it.", nameof(job));
        }

        using var span = QueueRunTracing.StartPush(queue);
        var trace = span ?? Activity.Current; // the trace is passed on even if it is not sampled
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
        if (text is { Length: 0 or > MaxTextLength }) return $"{name} has {text.Length} characters: it must have 1 to {MaxTextLength}, or be null.";

        // Half of a surrogate pair cannot be stored unchanged: two different halves would be stored as the same text.
        return text is not null && Unpaired(text) ? $"{name} contains half of a surrogate pair, so it is not valid text." : null;
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
