using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using QueueRun.Jobs;
using QueueRun.Routing;

namespace QueueRun.Diagnostics;

/// <summary>Spans: one for each message that is handled and each attempt at a job, and one for each send to users and each push inside of a trace.</summary>
internal static class QueueRunTracing
{
    public const string SourceName = "QueueRun";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool IsOn => Source.HasListeners();

    /// <summary>
    /// Starts the span of a message. The connection outlives every trace, so the span is no child of the upgrade request but linked to
    /// it; its parent is the sender's, where the message names one. It becomes the current activity.
    /// </summary>
    public static Activity? StartMessage(string route, MessageKind kind, HandlerCall call, DistributedContextPropagator propagator)
    {
        var parent = kind is MessageKind.Json ? SenderContext.Read(call, propagator) : default;
        ActivityLink[]? links = UpgradeOf(call.HttpContext) is { } upgrade ? [new(upgrade.Context)] : null;
        // What a sampler may decide by is there from the beginning.
        ActivityTagsCollection tags = new()
        {
            { Attributes.Route, route },
            { Attributes.MessagingSystem, "queuerun" },
            { Attributes.MessagingOperation, "process" },
            { Attributes.MessagingOperationType, "process" },
        };
        var span = Source.StartActivity(route, ActivityKind.Consumer, parent, tags, links);
        if (span is not { IsAllDataRequested: true }) return span;

        span.SetTag(Attributes.ConnectionId, call.ConnectionId);
        span.SetTag(Attributes.MessageId, call.RequestId);
        span.SetTag(Attributes.MessageSize, call.Message.Bytes.Length);
        return span;
    }

    /// <summary>Ends the span of a message, or of an attempt at a job.</summary>
    public static void End(Activity span, string outcome, Exception? error)
    {
        if (span.IsAllDataRequested)
        {
            span.SetTag(Attributes.Outcome, outcome);
            if (outcome is Outcome.Failed or Outcome.TimedOut)
            {
                // No description and no event: an exception's message may quote the payload. The log has it, with this span's id.
                span.SetStatus(ActivityStatusCode.Error);
                span.SetTag(Attributes.ErrorType, error?.GetType().FullName ?? outcome);
            }
        }

        span.Stop();
    }

    /// <summary>
    /// Starts the span of a send to users. It is what connects the request or the message that caused a fan-out with the fan-out. Outside
    /// of a trace there is none: a root of its own for every tick of a background service would tell nothing that a metric does not.
    /// </summary>
    public static Activity? StartSend(string kind)
    {
        if (Activity.Current is null || Source.StartActivity("send", ActivityKind.Producer) is not { } span) return null;
        if (!span.IsAllDataRequested) return span;

        span.SetTag(Attributes.MessagingSystem, "queuerun");
        span.SetTag(Attributes.MessagingOperation, "send");
        span.SetTag(Attributes.MessagingOperationType, "send");
        span.SetTag(Attributes.Kind, kind);
        return span;
    }

    public static void EndSend(Activity span, SendResult result)
    {
        span.SetTag(Attributes.Recipients, result.Recipients);
        span.SetTag(Attributes.Offline, result.Offline.Count);
    }

    /// <summary>
    /// Starts the span of a push, inside of a trace. The job keeps its id, whoever does it and when: its attempts are children of the push.
    /// </summary>
    public static Activity? StartPush(string queue)
    {
        if (Activity.Current is null || Source.StartActivity($"push {queue}", ActivityKind.Producer) is not { } span) return null;
        if (!span.IsAllDataRequested) return span;

        span.SetTag(Attributes.Queue, queue);
        span.SetTag(Attributes.MessagingSystem, "queuerun");
        span.SetTag(Attributes.MessagingOperation, "push");
        span.SetTag(Attributes.MessagingOperationType, "send");
        return span;
    }

    public static void EndPush(Activity? span, string jobId) => span?.SetTag(Attributes.MessageId, jobId);

    /// <summary>Starts the span of an attempt at a job. It becomes the current activity.</summary>
    public static Activity? StartJob(StoredJob job)
    {
        if (!IsOn) return null;

        ActivityContext.TryParse(job.TraceParent, job.TraceState, isRemote: true, out var parent);
        // What a sampler may decide by is there from the beginning.
        ActivityTagsCollection tags = new()
        {
            { Attributes.Queue, job.Queue },
            { Attributes.MessagingSystem, "queuerun" },
            { Attributes.MessagingOperation, "process" },
            { Attributes.MessagingOperationType, "process" },
        };
        var span = Source.StartActivity($"job {job.Queue}", ActivityKind.Consumer, parent, tags);
        if (span is not { IsAllDataRequested: true }) return span;

        span.SetTag(Attributes.MessageId, job.Id);
        span.SetTag(Attributes.MessageSize, job.Payload.Length);
        span.SetTag(Attributes.Attempt, job.Attempt);
        return span;
    }

    public static void Fail(Activity? span, Exception error)
    {
        span?.SetStatus(ActivityStatusCode.Error);
        span?.SetTag(Attributes.ErrorType, error.GetType().FullName);
    }

    private static Activity? UpgradeOf(HttpContext context) => context.Features.Get<IHttpActivityFeature>()?.Activity;
}
