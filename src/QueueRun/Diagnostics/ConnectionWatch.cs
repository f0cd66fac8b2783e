using System.Globalization;

namespace QueueRun.Diagnostics;

/// <summary>Watches a connection from its beginning to its end, with two numbers kept in the connection.</summary>
internal struct ConnectionWatch(QueueRunMetrics metrics)
{
    private const int NoCode = 1005, Abnormal = 1006; // RFC 6455, 7.4.1: a close frame without a code, and no close frame

    private readonly long _started = metrics.StartConnection();
    private int _close; // cause and code; 0: not closed yet

    /// <summary>The connection is being closed. Only the first call counts. Any thread.</summary>
    public void Closing(CloseCause cause, int? code = Abnormal)
        => Interlocked.CompareExchange(ref _close, ((int)cause << 16) | (code ?? NoCode), 0);

    /// <summary>The connection has ended.</summary>
    public readonly void End()
    {
        var (cause, code) = _close == 0 ? (CloseCause.Lost, Abnormal) : ((CloseCause)(_close >> 16), _close & 0xFFFF);
        if (_started != 0) metrics.ConnectionEnded(_started, CodeLabel(cause, code), cause.Label());
    }

    // The program's own codes are few. A client may send any of two thousand, and each would be a time series.
    private static string CodeLabel(CloseCause cause, int code) => (cause, code) switch
    {
        (CloseCause.Client, >= 4000) => "4xxx",
        (CloseCause.Client, >= 3000) => "3xxx",
        _ => code.ToString(CultureInfo.InvariantCulture),
    };
}
