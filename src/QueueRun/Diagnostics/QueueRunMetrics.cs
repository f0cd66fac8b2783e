using System.Diagnostics.Metrics;
using QueueRun.Wire;

namespace QueueRun.Diagnostics;

/// <summary>
/// What is counted and timed while it happens. Every method asks first whether somebody listens: where nobody does, nothing is
/// allocated and no clock is read. What can be read from the program's state at any time is in <see cref="QueueRunGauges"/>.
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

        // Connections live for hours; messages, and the hooks that people wait for, for milliseconds.
        InstrumentAdvice<double> life = new() { HistogramBucketBoundaries = [1, 10, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400] };
        InstrumentAdvice<double> work = new()
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        };
        // Jobs may take and wait much longer than people would.
        InstrumentAdvice<double> patience = new() { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400, 86400] };
        InstrumentAdvice<long> crowd = new() { HistogramBucketBoundaries = [0, 1, 2, 5, 10, 20, 50, 100] };

        _connections = meter.CreateHistogram(
            "queuerun.socket.connection.duration", "s",
            "How long connections were open, by the code and the reason of their close.", advice: life);
        _refusals = meter.CreateCounter<long>("queuerun.socket.refused_upgrades", "{request}", "Requests that did not become a connection.");
        _authentications = meter.CreateCounter<long>(
            "queuerun.socket.authentications", "{attempt}", "Messages that were taken to [Authenticate], by what came of them.");
        _received = meter.CreateCounter<long>(
            "queuerun.socket.received_messages", "{message}", "Messages received, by route and by what became of them.");
        _sent = meter.CreateCounter<long>(
            "queuerun.socket.sent_messages", "{message}", "Messages put into the outboxes of connections.");
        _recipients = meter.CreateHistogram(
            "queuerun.socket.send.recipients", "{user}", "Users reached by one send; 1 or 0 for a send to one connection.", advice: crowd);
        _handlers = meter.CreateHistogram(
            "queuerun.socket.handler.duration", "s",
            "How long methods took for a message; one that timed out counts with its timeout.", advice: work);
        _hooks = meter.CreateHistogram(
            "queuerun.socket.hook.duration", "s", "How long lifecycle methods took until they had really ended.", advice: work);
        _pushes = meter.CreateCounter<long>("queuerun.job.pushes", "{job}", "Jobs pushed, by queue and by what became of the push.");
        _waits = meter.CreateHistogram(
            "queuerun.job.wait.duration", "s", "How long jobs that were due waited for a worker.", advice: patience);
        _jobs = meter.CreateHistogram(
            "queuerun.job.duration", "s", "How long attempts at jobs took until they had really ended.", advice: patience);
    }

    /// <summary>Whether somebody wants to hear <see cref="Sent"/>.</summary>
    public bool CountsRecipients => _recipients.Enabled;

    /// <summary>A connection opens: its beginning, or 0 where nobody wants to know.</summary>
    public long StartConnection() => Start(_connections);

    public void ConnectionEnded(long started, string code, string reason)
        => _connections.Record(Since(started), new(Attributes.CloseCode, code), new(Attributes.CloseReason, reason));

    public void Refused(string reason, int status)
    {
        if (_refusals.Enabled) _refusals.Add(1, new(Attributes.Refusal, reason), new(Attributes.HttpStatus, status));
    }

    public void Authenticated(string outcome)
    {
        if (_authentications.Enabled) _authentications.Add(1, new KeyValuePair<string, object?>(Attributes.Outcome, outcome));
    }

    /// <summary>A method is called for a message: its beginning, or 0 where nobody wants to know.</summary>
    public long StartHandler() => Start(_handlers);

    /// <summary>A message is done with.</summary>
    /// <param name="route">The handler's route, or a <see cref="RouteLabel"/>.</param>
    /// <param name="outcome">An <see cref="Outcome"/>.</param>
    /// <param name="started">When a method was called for it; 0 where none was, or nobody wanted to know.</param>
    public void Received(string route, string outcome, long started = 0)
    {
        if (_received.Enabled) _received.Add(1, new(Attributes.Route, route), new(Attributes.Outcome, outcome));
        if (started != 0) _handlers.Record(Since(started), new(Attributes.Route, route), new(Attributes.Outcome, outcome));
    }

    /// <summary>Messages are thrown away unseen.</summary>
    public void Dropped(int count)
    {
        if (!_received.Enabled || count == 0) return;
        _received.Add(count, new(Attributes.Route, RouteLabel.None), new(Attributes.Outcome, Outcome.Dropped));
    }

    /// <summary>A message was put into an outbox.</summary>
    public void Delivered(Opcode kind)
    {
        if (_sent.Enabled) _sent.Add(1, new KeyValuePair<string, object?>(Attributes.Kind, KindOf(kind)));
    }

    /// <summary>A send has reached so many users.</summary>
    public void Sent(int recipients) => _recipients.Record(recipients);

    /// <summary>A lifecycle method is called: its beginning, or 0 where nobody wants to know.</summary>
    public long StartHook() => Start(_hooks);

    public void HookEnded(long started, string hook, string method, string outcome)
    {
        if (started == 0) return;
        _hooks.Record(Since(started), new(Attributes.Hook, hook), new(Attributes.Function, method), new(Attributes.Outcome, outcome));
    }

    public void Pushed(string queue, string outcome)
    {
        if (_pushes.Enabled) _pushes.Add(1, new(Attributes.Queue, queue), new(Attributes.Outcome, outcome));
    }

    /// <summary>An attempt at a job begins: its beginning, or 0 where nobody wants to know.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="waited">How long it was due.</param>
    public long StartJob(string queue, TimeSpan waited)
    {
        if (_waits.Enabled) _waits.Record(Math.Max(0, waited.TotalSeconds), new KeyValuePair<string, object?>(Attributes.Queue, queue));
        return Start(_jobs);
    }

    public void JobEnded(long started, string queue, string outcome)
    {
        if (started != 0) _jobs.Record(Since(started), new(Attributes.Queue, queue), new(Attributes.Outcome, outcome));
    }

    public static string KindOf(Opcode opcode) => opcode is Opcode.Binary ? "binary" : "text";

    // A clock that stands at zero is a test's.
    private long Start(Instrument instrument) => instrument.Enabled ? Math.Max(1, _time.GetTimestamp()) : 0;

    private double Since(long started) => _time.GetElapsedTime(started).TotalSeconds;
}
