using System.Diagnostics.Metrics;

namespace QueueRun.Diagnostics;

/// <summary>
/// Counters and histograms of events. Every method checks first whether anybody listens: if not, nothing is allocated and no clock is read.
/// Values that can be read from the program's state at any time are in <c>Hosting/QueueRunGauges</c>.
/// </summary>
internal sealed class QueueRunMetrics
{
    public const string MeterName = "QueueRun";

    private readonly TimeProvider _time;
    private readonly Histogram<double> _connections;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _authentications;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Histogram<long> _recipients;
    private readonly Histogram<double> _handlers;
    private readonly Histogram<double> _hooks;
    private readonly Counter<long> _pushes;
    private readonly Histogram<double> _waits;
    private readonly Histogram<double> _jobs;

    public QueueRunMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(MeterName);

        // Connections last hours; messages, and hooks that people wait for, take milliseconds.
        InstrumentAdvice<double> life = new() { HistogramBucketBoundaries = [1, 10, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400] };
        InstrumentAdvice<double> work = new()
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        };
        // Jobs may take and wait much longer than people would wait.
        InstrumentAdvice<double> patience = new() { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400, 86400] };
        InstrumentAdvice<long> crowd = new() { HistogramBucketBoundaries = [0, 1, 2, 5, 10, 20, 50, 100] };

        _connections = meter.CreateHistogram(
            "queuerun.socket.connection.duration", "s",
            "How long connections were open, by close code and close reason.", advice: life);
        _refusals = meter.CreateCounter<long>("queuerun.socket.refused_upgrades", "{request}", "Upgrade requests that were refused.");
        _authentications = meter.CreateCounter<long>(
            "queuerun.socket.authentications", "{attempt}", "Messages given to [Authenticate], by outcome.");
        _received = meter.CreateCounter<long>(
            "queuerun.socket.received_messages", "{message}", "Messages received, by route and outcome.");
        _sent = meter.CreateCounter<long>(
            "queuerun.socket.sent_messages", "{message}", "Messages put into the outboxes of connections.");
        _recipients = meter.CreateHistogram(
            "queuerun.socket.send.recipients", "{user}", "Users reached by one send; 1 or 0 for a send to one connection.", advice: crowd);
        _handlers = meter.CreateHistogram(
            "queuerun.socket.handler.duration", "s",
            "How long methods took for a message; one that timed out counts with its timeout.", advice: work);
        _hooks = meter.CreateHistogram(
            "queuerun.socket.hook.duration", "s", "How long lifecycle methods took until they had really ended.", advice: work);
        _pushes = meter.CreateCounter<long>("queuerun.job.pushes", "{job}", "Jobs pushed, by queue and outcome.");
        _waits = meter.CreateHistogram(
            "queuerun.job.wait.duration", "s", "How long jobs that were due waited for a worker.", advice: patience);
        _jobs = meter.CreateHistogram(
            "queuerun.job.duration", "s", "How long attempts at jobs took until they had really ended.", advice: patience);
    }

    /// <summary>Whether anybody listens to <see cref="Sent"/>.</summary>
    public bool CountsRecipients => _recipients.Enabled;

    /// <summary>A connection opens: returns its start time, or 0 if nobody listens.</summary>
    public long StartConnection() => Start(_connections);

    public void ConnectionEnded(long started, string code, string reason)
        => _connections.Record(Since(started), new(TelemetryNames.CloseCode, code), new(TelemetryNames.CloseReason, reason));

    public void Refused(string reason, int status)
    {
        if (_refusals.Enabled) _refusals.Add(1, new(TelemetryNames.Refusal, reason), new(TelemetryNames.HttpStatus, status));
    }

    public void Authenticated(string outcome)
    {
        if (_authentications.Enabled) _authentications.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Outcome, outcome));
    }

    /// <summary>A method is called for a message: returns its start time, or 0 if nobody listens.</summary>
    public long StartHandler() => Start(_handlers);

    /// <summary>A message has been handled.</summary>
    /// <param name="route">The handler's route, or a <see cref="RouteLabel"/>.</param>
    /// <param name="outcome">An <see cref="Outcome"/>.</param>
    /// <param name="started">When a method was called for it; 0 if none was called, or nobody listens.</param>
    public void Received(string route, string outcome, long started = 0)
    {
        if (_received.Enabled) _received.Add(1, new(TelemetryNames.Route, route), new(TelemetryNames.Outcome, outcome));
        if (started != 0) _handlers.Record(Since(started), new(TelemetryNames.Route, route), new(TelemetryNames.Outcome, outcome));
    }

    /// <summary>Messages are dropped without being examined.</summary>
    public void Dropped(int count)
    {
        if (!_received.Enabled || count == 0) return;
        _received.Add(count, new(TelemetryNames.Route, RouteLabel.None), new(TelemetryNames.Outcome, Outcome.Dropped));
    }

    /// <summary>A message was put into an outbox.</summary>
    public void Delivered(bool isBinary)
    {
        if (_sent.Enabled) _sent.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Kind, KindOf(isBinary)));
    }

    /// <summary>A send has reached this many users.</summary>
    public void Sent(int recipients) => _recipients.Record(recipients);

    /// <summary>A lifecycle method is called: returns its start time, or 0 if nobody listens.</summary>
    public long StartHook() => Start(_hooks);

    public void HookEnded(long started, string hook, string method, string outcome)
    {
        if (started == 0) return;
        _hooks.Record(Since(started), new(TelemetryNames.Hook, hook), new(TelemetryNames.Function, method), new(TelemetryNames.Outcome, outcome));
    }

    public void Pushed(string queue, string outcome)
    {
        if (_pushes.Enabled) _pushes.Add(1, new(TelemetryNames.Queue, queue), new(TelemetryNames.Outcome, outcome));
    }

    /// <summary>An attempt at a job begins: returns its start time, or 0 if nobody listens.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="waited">How long the job was due before this attempt.</param>
    public long StartJob(string queue, TimeSpan waited)
    {
        if (_waits.Enabled) _waits.Record(Math.Max(0, waited.TotalSeconds), new KeyValuePair<string, object?>(TelemetryNames.Queue, queue));
        return Start(_jobs);
    }

    public void JobEnded(long started, string queue, string outcome)
    {
        if (started != 0) _jobs.Record(Since(started), new(TelemetryNames.Queue, queue), new(TelemetryNames.Outcome, outcome));
    }

    /// <summary>The value of <see cref="TelemetryNames.Kind"/>.</summary>
    public static string KindOf(bool isBinary) => isBinary ? "binary" : "text";

    // A test's clock may stand at zero.
    private long Start(Instrument instrument) => instrument.Enabled ? Math.Max(1, _time.GetTimestamp()) : 0;

    private double Since(long started) => _time.GetElapsedTime(started).TotalSeconds;
}
