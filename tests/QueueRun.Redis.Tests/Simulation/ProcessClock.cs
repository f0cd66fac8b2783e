namespace QueueRun.Redis.Tests.Simulation;

/// <summary>The clock of one process: its timers fire as work of the process, so they are late if it stands still.</summary>
internal sealed class ProcessClock(Agenda agenda, ProcessThread thread) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => agenda.Now.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + agenda.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ProcessTimer(agenda, thread, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ProcessTimer(Agenda agenda, ProcessThread thread, TimerCallback callback, object? state) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.True(period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero);
            var version = ++_version;
            if (dueTime != Timeout.InfiniteTimeSpan) agenda.In(dueTime, () => Fire(version));
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Fire(int version)
        {
            if (version != _version) return;

            thread.Post(() =>
            {
                if (version == _version) callback(state);
            });
        }
    }
}
