using System.Diagnostics;
using System.Diagnostics.Metrics;
using QueueRun.Diagnostics;

namespace QueueRun.Redis;

/// <summary>The numbers of the cluster that this process can see.</summary>
internal sealed class ClusterMetrics
{
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _unknown;
    private readonly Counter<long> _repairs;
    private readonly Histogram<double> _commands;

    public ClusterMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(QueueRunMetrics.MeterName);
        _replayed = meter.CreateCounter<long>(
            "queuerun.cluster.replayed_messages", "{message}", "Messages from other processes that a broken connection had lost, and that were fetched.");
        _lost = meter.CreateCounter<long>(
            "queuerun.cluster.lost_messages", "{message}", "Messages from other processes that were lost: more than the directory keeps.");
        _unknown = meter.CreateCounter<long>(
            "queuerun.cluster.unknown_recipients", "{user}", "Users of whom it was unknown whether another process had them.");
        _repairs = meter.CreateCounter<long>(
            "queuerun.cluster.repairs", "{repair}", "Times that this process had to register again: its lease was over, or the directory had lost its data.");
        _commands = meter.CreateHistogram(
            "queuerun.cluster.commands.duration", "s", "How long commands took until Redis had answered, by command and outcome.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
            });
        meter.CreateObservableUpDownCounter("queuerun.cluster.processes", () => Processes, "{process}", "Processes of the program.");
        meter.CreateObservableUpDownCounter("queuerun.cluster.homes", () => Homes?.Invoke() ?? 0, "{user}", "Users whose hooks this process calls.");
    }

    /// <summary>The number of processes, as of the last beat.</summary>
    public int Processes { get; set; }

    /// <summary>Counts the users whose hooks this process calls.</summary>
    public Func<int>? Homes { get; set; }

    public void Replayed(long replayed, long lost)
    {
        if (replayed > 0) _replayed.Add(replayed);
        if (lost > 0) _lost.Add(lost);
    }

    public void Unknown(int users) => _unknown.Add(users);

    /// <summary>A command begins: returns its start time, or 0 if nobody listens.</summary>
    public long StartCommand() => _commands.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>A command has ended.</summary>
    /// <param name="started">When it began; 0 if nobody listened.</param>
    /// <param name="command">The command.</param>
    /// <param name="outcome">An <see cref="Outcome"/>.</param>
    public void CommandEnded(long started, string command, string outcome)
    {
        if (started != 0) _commands.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new(TelemetryNames.Command, command), new(TelemetryNames.Outcome, outcome));
    }

    public void Repaired() => _repairs.Add(1);
}
