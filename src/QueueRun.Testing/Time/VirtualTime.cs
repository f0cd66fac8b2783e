using QueueRun.Testing.Server;

namespace QueueRun.Testing;

/// <summary>A clock that stands still until it is moved. Timers that are due go off one after the other, each at its own time.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private TimeSpan _elapsed;
    private long _armed;

    /// <summary>The methods of the program that run on this clock.</summary>
    public Flows Flows { get; } = new();

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

    /// <summary>Moves the clock; the server deals with everything that is due before it goes on.</summary>
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

    /// <summary>Lets the clock run by itself, from timer to timer: a program that stops waits for its own times.</summary>
    public async Task RunAsync(ServerState server, CancellationToken until)
    {
        while (true)
        {
            await server.IdleAsync().ConfigureAwait(false);
            if (until.IsCancellationRequested) return;

            server.Stir();
            Next(TimeSpan.MaxValue)?.Ring();
            await Task.Delay(1, CancellationToken.None).ConfigureAwait(false);
        }
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
            if (next.Period > TimeSpan.Zero) next.Due = _elapsed + next.Period;
            else Disarm(next);
            next.Order = ++_armed;
            return next;
        }
    }

    private void Arm(Alarm alarm)
    {
        alarm.Order = ++_armed;
        _alarms.Add(alarm);
        alarm.Flow?.Arm();
    }

    private void Disarm(Alarm alarm)
    {
        if (_alarms.Remove(alarm)) alarm.Flow?.Disarm();
    }

    private sealed class Alarm(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private bool _disposed;

        public Flow? Flow { get; } = time.Flows.Current;

        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public long Order { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time.Disarm(this);
                if (_disposed) return false;
                if (dueTime < TimeSpan.Zero) return true; // not armed

                var isNow = dueTime == TimeSpan.Zero;
                (Due, Period) = (time._elapsed + (isNow ? period : dueTime), period);
                if (!isNow || period > TimeSpan.Zero) time.Arm(this);
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
                time.Disarm(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
