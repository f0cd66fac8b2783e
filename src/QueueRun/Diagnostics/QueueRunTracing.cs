using System.Diagnostics;

namespace QueueRun.Diagnostics;

/// <summary>
/// Starts spans: one for each handled message and each attempt at a job, and, inside a trace, one for each send to users, each of its
/// deliveries by other processes, and each push.
/// </summary>
internal static class QueueRunTracing
{
    public const string SourceName = "QueueRun";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool IsOn => Source.HasListeners();

    /// <summary>
    /// Starts the span of a message, and makes it the current activity. The connection outlives every trace, so the span is linked to the
    /// upgrade request instead of being its child; its parent is the sender's span, if the message names one.
    /// </summary>
    /// <param name="route">The handler's route, or a <see cref="RouteLabel"/>.</param>
    /// <param name="sender">The sender's trace, as the message names it; default if it names none.</param>
    /// <param name="upgrade">The link to the span of the upgrade request, or null.</param>
    public static Activity? StartMessage(string route, ActivityContext sender, ActivityLink[]? upgrade)
        => Source.StartActivity(route, ActivityKind.Consumer, sender, ProcessTags(TelemetryNames.Route, route), upgrade);

    /// <summary>Adds the message's attributes to its span. Called only if <see cref="Activity.IsAllDataRequested"/>.</summary>
    public static void DescribeMessage(Activity span, string connectionId, string messageId, int size)
    {
        span.SetTag(TelemetryNames.ConnectionId, connectionId);
        span.SetTag(TelemetryNames.MessageId, messageId);
        span.SetTag(TelemetryNames.MessageSize, size);
    }

    /// <summary>Ends the span of a message, or of an attempt at a job.</summary>
    public static void End(Activity span, string outcome, Exception? error)
    {
        if (span.IsAllDataRequested)
        {
            span.SetTag(TelemetryNames.Outcome, outcome);
            if (outcome is Outcome.Failed or Outcome.TimedOut)
            {
                // No description and no event, because an exception's message may quote the payload. The log has it, with this span's id.
                span.SetStatus(ActivityStatusCode.Error);
                span.SetTag(TelemetryNames.ErrorType, error?.GetType().FullName ?? outcome);
            }
        }

        span.Stop();
    }

    /// <summary>
    /// Starts the span of a send to users. It connects a fan-out with the request or message that caused it. Outside a trace there is none:
    /// a root span for every tick of a background service would say no more than a metric.
    /// </summary>
    public static Activity? StartSend(bool isBinary)
    {
        if (Activity.Current is null || Source.StartActivity("send", ActivityKind.Producer) is not { } span) return null;
        if (!span.IsAllDataRequested) return span;

        span.SetTag(TelemetryNames.MessagingSystem, "queuerun");
        span.SetTag(TelemetryNames.MessagingOperation, "send");
        span.SetTag(TelemetryNames.MessagingOperationType, "send");
        span.SetTag(TelemetryNames.Kind, QueueRunMetrics.KindOf(isBinary));
        return span;
    }

    /// <summary>The current activity, if a message to other processes is to carry it: it is recorded, and spans are listened to.</summary>
    public static Activity? Recorded => IsOn && Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current ? current : null;

    /// <summary>
    /// Starts the span of a message from another process, where it is delivered. Its parent is the send, to which it is also linked.
    /// </summary>
    public static Activity? StartDelivery(ActivityContext sender, bool isBinary)
        => Source.StartActivity("deliver", ActivityKind.Consumer, sender, DeliveryTags(isBinary), [new(sender)]);

    public static void EndDelivery(Activity span, SendResult result) => span.SetTag(TelemetryNames.Recipients, result.Recipients);

    public static void EndSend(Activity span, SendResult result)
    {
        span.SetTag(TelemetryNames.Recipients, result.Recipients);
        span.SetTag(TelemetryNames.Offline, result.Offline.Count);
    }

    /// <summary>
    /// Starts the span of a push, inside a trace. The job keeps the span's id, so its attempts are children of the push in any process and
    /// at any time.
    /// </summary>
    public static Activity? StartPush(string queue)
    {
        if (Activity.Current is null || Source.StartActivity($"push {queue}", ActivityKind.Producer) is not { } span) return null;
        if (!span.IsAllDataRequested) return span;

        span.SetTag(TelemetryNames.Queue, queue);
        span.SetTag(TelemetryNames.MessagingSystem, "queuerun");
        span.SetTag(TelemetryNames.MessagingOperation, "push");
        span.SetTag(TelemetryNames.MessagingOperationType, "send");
        return span;
    }

    public static void EndPush(Activity? span, string jobId) => span?.SetTag(TelemetryNames.MessageId, jobId);

    /// <summary>Starts the span of an attempt at a job. It becomes the current activity.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="traceParent">The trace that the job was pushed in, or null.</param>
    /// <param name="traceState">The state of that trace, or null.</param>
    public static Activity? StartJob(string queue, string? traceParent, string? traceState)
    {
        if (!IsOn) return null;

        ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent);
        return Source.StartActivity($"job {queue}", ActivityKind.Consumer, parent, ProcessTags(TelemetryNames.Queue, queue));
    }

    /// <summary>Adds the attempt's attributes to its span. Called only if <see cref="Activity.IsAllDataRequested"/>.</summary>
    public static void DescribeJob(Activity span, string jobId, int attempt, int size)
    {
        span.SetTag(TelemetryNames.MessageId, jobId);
        span.SetTag(TelemetryNames.MessageSize, size);
        span.SetTag(TelemetryNames.Attempt, attempt);
    }

    public static void Fail(Activity? span, Exception error)
    {
        span?.SetStatus(ActivityStatusCode.Error);
        span?.SetTag(TelemetryNames.ErrorType, error.GetType().FullName);
    }

    private static ActivityTagsCollection DeliveryTags(bool isBinary) => new()
    {
        { TelemetryNames.MessagingSystem, "queuerun" },
        { TelemetryNames.MessagingOperation, "deliver" },
        { TelemetryNames.MessagingOperationType, "process" },
        { TelemetryNames.Kind, QueueRunMetrics.KindOf(isBinary) },
    };

    // A sampler may decide by these tags, so they are set from the beginning.
    private static ActivityTagsCollection ProcessTags(string key, string value) => new()
    {
        { key, value },
        { TelemetryNames.MessagingSystem, "queuerun" },
        { TelemetryNames.MessagingOperation, "process" },
        { TelemetryNames.MessagingOperationType, "process" },
    };
}
