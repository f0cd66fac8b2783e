using QueueRun.Testing.Server;

namespace QueueRun.Testing;

/// <summary>A clock that stands still until it is moved. Timers that are due go off one after the other, each at its own time.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private TimeSpan _elapsed;
    private long _armed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private TimeSpan Elapsed
    {
        get
        {
            lock (_gate) return _elapsed;
        }
    }

    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    public async Task AdvanceAsync(TimeSpan by, ServerState server)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        await server.IdleAsync().ConfigureAwait(false);
        var target = Elapsed + by;
        while (Next(target) is { } alarm)
        {
            server.Stir();
            alarm.Ring();
            await server.IdleAsync().ConfigureAwait(false);
        }

        lock (_gate) _elapsed = target;
    }

    /// <summary>Moves the clock to the next alarm that is due until then; null when there is none.</summary>
    private Alarm? Next(TimeSpan target)
    {
        lock (_gate)
        {
            // At one time, in the order in which they were armed.
            var next = _alarms.MinBy(alarm => (alarm.Due, alarm.Order));
            if (next is null || next.Due > target) return null;

            if (next.Due > _elapsed) _elapsed = next.Due;
            if (next.Period > TimeSpan.Zero) (next.Due, next.Order) = (_elapsed + next.Period, ++_armed);
            else _alarms.Remove(next);
            return next;
        }
    }

    private sealed class Alarm(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private bool _disposed;

        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public long Order { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._alarms.Remove(this);
                if (_disposed) return false;
                if (dueTime < TimeSpan.Zero) return true; // not armed

                var isNow = dueTime == TimeSpan.Zero;
                (Due, Period, Order) = (time._elapsed + (isNow ? period : dueTime), period, ++time._armed);
                if (!isNow || period > TimeSpan.Zero) time._alarms.Add(this);
                if (!isNow) return true;
            }

            // The clock need not move for what is due at once. Elsewhere, as always: whoever sets a timer may hold a lock.
            ThreadPool.UnsafeQueueUserWorkItem(static alarm => alarm.Ring(), this, preferLocal: false);
            return true;
        }

        public void Ring()
        {
            if (_context is null) callback(state);
            else ExecutionContext.Run(_context, new ContextCallback(callback), state);
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                _disposed = true;
                time._alarms.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
