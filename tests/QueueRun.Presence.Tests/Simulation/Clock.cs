using Microsoft.Extensions.Time.Testing;

namespace QueueRun.Presence.Tests.Simulation;

/// <summary>Virtual time that knows how many timers were made and not disposed.</summary>
internal sealed class Clock : TimeProvider
{
    private readonly FakeTimeProvider _time = new();

    public int Timers { get; private set; }

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timers++;
        return new CountedTimer(this, _time.CreateTimer(callback, state, dueTime, period));
    }

    public void Advance(TimeSpan time) => _time.Advance(time);

    private sealed class CountedTimer(Clock clock, ITimer timer) : ITimer
    {
        private bool _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (_isDisposed) return;

            _isDisposed = true;
            clock.Timers--;
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
