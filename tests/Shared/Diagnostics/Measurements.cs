using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace QueueRun.Tests;

/// <summary>All measurements of one program's meter, as a collector sees them: the instrument, the attributes, the value.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();
    private readonly ConcurrentDictionary<string, List<double>> _values = new();

    public Measurements(IMeterFactory scope, string meter = "QueueRun")
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != meter || instrument.Meter.Scope != scope) return;
            _instruments[instrument.Name] = instrument;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, attributes, _) => Add(instrument, value, attributes));
        _listener.SetMeasurementEventCallback<double>((instrument, value, attributes, _) => Add(instrument, value, attributes));
        _listener.Start();
    }

    public IReadOnlyDictionary<string, Instrument> Instruments => _instruments;

    /// <summary>The names of the attributes of each instrument's measurements, in order.</summary>
    public ConcurrentDictionary<(string Instrument, string Attributes), bool> Attributes { get; } = new();

    /// <summary>
    /// The measurements so far, or the current values of an observable instrument, by attributes. Each attribute's name is shortened to its
    /// last part: <c>route=do=echo outcome=ok</c>.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Read(string instrument)
    {
        if (_instruments[instrument].IsObservable)
        {
            foreach (var (key, values) in _values)
            {
                if (NameOf(key) == instrument) lock (values) values.Clear();
            }

            _listener.RecordObservableInstruments();
        }

        return _values.Where(pair => NameOf(pair.Key) == instrument).ToDictionary(
            pair => pair.Key[instrument.Length..].TrimStart(),
            pair =>
            {
                lock (pair.Value) return (IReadOnlyList<double>)[.. pair.Value];
            });
    }

    /// <summary>Waits until the instrument has exactly these sums, by attributes.</summary>
    public Task ExpectAsync(string instrument, params (string Attributes, double Sum)[] expected)
        => ExpectAsync(instrument, values => values.Sum(), expected);

    /// <summary>Waits until the instrument has exactly this many measurements, by attributes.</summary>
    public Task ExpectCountAsync(string instrument, params (string Attributes, double Count)[] expected)
        => ExpectAsync(instrument, values => values.Count, expected);

    public void Dispose() => _listener.Dispose();

    private Task<string> ExpectAsync(string instrument, Func<IReadOnlyList<double>, double> sum, (string Attributes, double Value)[] expected)
    {
        var wanted = Describe(expected);
        return Patience.EventuallyAsync(
            () => Task.FromResult(Describe(Read(instrument).Select(pair => (pair.Key, sum(pair.Value))))), seen => seen == wanted,
            seen => $"\n{seen}\ninstead of\n{wanted}");
    }

    private static string Describe(IEnumerable<(string Attributes, double Value)> measured) => string.Join('\n',
        measured.Select(pair => $"{InOrder(pair.Attributes.Split(' '), " ")}: {pair.Value:0.###}").Order(StringComparer.Ordinal));

    private static string InOrder(IEnumerable<string> texts, string separator) => string.Join(separator, texts.Order(StringComparer.Ordinal));

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> attributes)
    {
        var key = instrument.Name;
        foreach (var (name, text) in attributes) key += $" {name[(name.LastIndexOf('.') + 1)..]}={text}";
        Attributes[(instrument.Name, InOrder(attributes.ToArray().Select(attribute => $"`{attribute.Key}`"), ", "))] = true;
        var values = _values.GetOrAdd(key, static _ => []);
        lock (values) values.Add(value);
    }

    private static string NameOf(string key) => key.Split(' ')[0];
}
