using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace QueueRun.Hosting;

/// <summary>Beats once a second, as Kestrel does, for the connections on which HTTP runs: its timeouts hang on it.</summary>
internal sealed class Heartbeats : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Heartbeat, bool> _all = new();
    private readonly ILogger<Heartbeats> _log;
    private readonly Timer _timer;
    private int _isBeating;

    public Heartbeats(ILogger<Heartbeats> log)
    {
        _log = log;
        using (ExecutionContext.SuppressFlow()) _timer = new(static state => ((Heartbeats)state!).Beat(), this, Interval, Interval);
    }

    public void Add(Heartbeat one) => _all[one] = true;

    public void Remove(Heartbeat one) => _all.TryRemove(one, out _);

    public void Dispose() => _timer.Dispose();

    private void Beat()
    {
        if (Interlocked.Exchange(ref _isBeating, 1) != 0) return; // the beat before this one is slow

        foreach (var (one, _) in _all)
        {
            try
            {
                one.Call();
            }
#pragma warning disable CA1031 // As Kestrel does: the other connections need their beat.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _log.HeartbeatFailed(error);
            }
        }

        Volatile.Write(ref _isBeating, 0);
    }
}
