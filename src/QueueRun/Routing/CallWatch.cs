using System.Diagnostics;
using QueueRun.Diagnostics;

namespace QueueRun.Routing;

/// <summary>Sees one call of a method for a message: its time, its outcome, its span. Kept in the call, and reused with it.</summary>
internal struct CallWatch
{
    private QueueRunMetrics _metrics;
    private string _route;
    private long _started;
    private Activity? _span;

    /// <summary>The call begins. Where it has a span, that is the current activity from now on.</summary>
    public void Start(ConversationServices services, string route, MessageKind kind, HandlerCall call)
    {
        (_metrics, _route) = (services.Sockets.Metrics, route);
        _span = QueueRunTracing.IsOn ? StartSpan(route, kind, call, services.Propagator) : null;
        _started = _metrics.StartHandler();
    }

    /// <summary>Makes the span current again, on a thread that did not begin it.</summary>
    public readonly void Resume()
    {
        if (_span is not null) Activity.Current = _span;
    }

    /// <summary>The call's outcome is known: once a call, whether it ended or its time did.</summary>
    public void End(string outcome, Exception? error = null)
    {
        _metrics.Received(_route, outcome, _started);
        if (_span is null) return;

        QueueRunTracing.End(_span, outcome, error);
        _span = null;
    }

    private static Activity? StartSpan(string route, MessageKind kind, HandlerCall call, DistributedContextPropagator propagator)
    {
        var sender = kind is MessageKind.Json ? SenderContext.Read(call, propagator) : default;
        var span = QueueRunTracing.StartMessage(route, sender, call.UpgradeSpan);
        if (span is { IsAllDataRequested: true }) QueueRunTracing.DescribeMessage(span, call.ConnectionId, call.RequestId, call.Message.Bytes.Length);
        return span;
    }
}
