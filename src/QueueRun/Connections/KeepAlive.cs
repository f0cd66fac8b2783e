using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>
/// Pings a silent peer, and gives up a peer that stays silent, within <c>interval + timeout</c>. Only time in which the server was reading
/// counts: a peer whose messages were not read is not silent. A peer that takes no data for as long is given up too.
/// </summary>
internal sealed class KeepAlive : SharedTimer.Alarm, IListener
{
    private readonly SharedTimer _timer;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _timeout;
    private readonly IConnectionEvents _peer;
    private long _heard;
    private long _pinged;       // 0: no ping is pending
    private volatile Task? _pausedFor; // null: reading does not pause
    private volatile bool _isStopped;

    public KeepAlive(SharedTimer timer, TimeSpan interval, TimeSpan timeout, IConnectionEvents peer)
    {
        (_timer, _interval, _timeout, _peer) = (timer, interval, timeout, peer);
        _heard = Time.GetTimestamp();
        timer.Set(this, interval);
    }

    private TimeProvider Time => _timer.Time;

    /// <summary>Something came from the peer.</summary>
    public void Heard() => Volatile.Write(ref _heard, Time.GetTimestamp());

    /// <summary>Whether reading pauses, and the end of the pause has not come.</summary>
    public bool IsPaused => _pausedFor is { IsCompleted: false };

    /// <summary>Reading pauses.</summary>
    /// <param name="until">Completes at the end of the pause.</param>
    public void Pause(Task until) => _pausedFor = until;

    /// <summary>Reading goes on.</summary>
    public void Resume()
    {
        Heard();
        _pausedFor = null;
    }

    public void Stop()
    {
        _isStopped = true;
        _timer.Remove(this);
    }

    public override void Ring()
    {
        if (_isStopped) return;

        if (_peer.StuckFor >= _interval + _timeout)
        {
            _peer.Dead();
            return;
        }

        if (_pausedFor is not null) Heard();

        var now = Time.GetTimestamp();
        var heard = Volatile.Read(ref _heard);
        if (_pinged is not 0 && heard < _pinged)
        {
            var left = _timeout - Time.GetElapsedTime(_pinged, now);
            if (left <= TimeSpan.Zero) _peer.Dead();
            else Wait(left);
            return;
        }

        _pinged = 0;
        var silent = Time.GetElapsedTime(heard, now);
        if (silent < _interval)
        {
            Wait(_interval - silent);
            return;
        }

        _pinged = now;
        _peer.Ping();
        Wait(_interval < _timeout ? _interval : _timeout); // a peer that answers is pinged again after an interval
    }

    private void Wait(TimeSpan time)
    {
        _timer.Set(this, time);
        if (_isStopped) _timer.Remove(this); // stopped meanwhile
    }
}
