using System.Diagnostics.Metrics;
using QueueRun.Diagnostics;

namespace QueueRun.Redis.Cluster;

/// <summary>The numbers of the cluster that this process can see.</summary>
internal sealed class ClusterMetrics
{
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _unknown;
    private readonly Counter<long> _repairs;

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

    public void Repaired() => _repairs.Add(1);
}
