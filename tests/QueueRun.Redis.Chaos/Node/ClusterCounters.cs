using System.Diagnostics.Metrics;

namespace QueueRun.Redis.Chaos.Node;

/// <summary>Writes the counters of the cluster into the journal as they rise.</summary>
internal sealed class ClusterCounters : IDisposable
{
    private const string Prefix = "queuerun.cluster.";

    private readonly MeterListener _listener = new();

    public ClusterCounters(JournalWriter journal)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is Counter<long> && instrument.Name.StartsWith(Prefix, StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => journal.Count(instrument.Name[Prefix.Length..], value));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}
