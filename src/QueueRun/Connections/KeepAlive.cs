using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>
/// Pings a silent peer and gives up on one that stays silent, within <c>interval + timeout</c>. Only time in which we were
/// reading counts: a peer whose messages we have not looked at is not silent. One that takes nothing of what we send for as long
/// is given up too.
/// </summary>
internal sealed class KeepAlive : IListener
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _timeout;
    private readonly IPeer _peer;
    private readonly ITimer _timer;
    private long _heard;
    private long _pinged;       // 0: no ping is out
    private volatile bool _paused;

    public KeepAlive(TimeProvider time, TimeSpan interval, TimeSpan timeout, IPeer peer)
    {
        (_time, _interval, _timeout, _peer) = (time, interval, timeout, peer);
        _heard = time.GetTimestamp();
        _timer = time.CreateDetachedTimer(static state => ((KeepAlive)state!).Tick(), this);
        _timer.Change(interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The peer was heard.</summary>
    public void Heard() => Volatile.Write(ref _heard, _time.GetTimestamp());

    /// <summary>Reading pauses.</summary>
    public void Pause() => _paused = true;

    /// <summary>Reading goes on.</summary>
    public void Resume()
    {
        Heard();
        _paused = false;
    }

    public void Stop() => _timer.Dispose();

    private void Tick()
    {
        if (_peer.StuckFor >= _interval + _timeout)
        {
            _peer.Dead();
            return;
        }

        if (_paused) Heard();

        var now = _time.GetTimestamp();
        var heard = Volatile.Read(ref _heard);
        if (_pinged is not 0 && heard < _pinged)
        {
            var left = _timeout - _time.GetElapsedTime(_pinged, now);
            if (left <= TimeSpan.Zero) _peer.Dead();
            else Wait(left);
            return;
        }

        _pinged = 0;
        var silent = _time.GetElapsedTime(heard, now);
        if (silent < _interval)
        {
            Wait(_interval - silent);
            return;
        }

        _pinged = now;
        _peer.Ping();
        Wait(_timeout);
    }

    private void Wait(TimeSpan time) => _timer.Change(DetachedTimer.RoundUp(time), Timeout.InfiniteTimeSpan);
}
