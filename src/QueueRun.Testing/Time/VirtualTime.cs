using System.Diagnostics;
using QueueRun.Testing.Server;

namespace QueueRun.Testing;

/// <summary>A clock that stands still until it is moved. Due timers fire one after another, each at its own time.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    /// <summary>How often the clock of a stopping, busy program follows real time.</summary>
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private TimeSpan _elapsed;
    private long _armed;
    private int _ringing;

    /// <summary>The methods of the program that run on this clock.</summary>
    public Flows Flows { get; } = new();

    /// <summary>Whether a timer that was due at once has not yet fired.</summary>
    public bool IsRinging => Volatile.Read(ref _ringing) > 0;

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

    /// <summary>Moves the clock; at each due timer, the server finishes its work before the clock goes on.</summary>
    public async Task AdvanceAsync(TimeSpan by, ServerState server)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        await server.IdleAsync().ConfigureAwait(false);
        await MoveAsync(Elapsed + by, server.IdleAsync).ConfigureAwait(false);
    }

    /// <summary>
    /// Lets the clock run by itself, because a stopping program waits for its own timers. While the program is idle, the clock jumps from
    /// timer to timer; while the program is busy, the clock is no faster than real time.
    /// </summary>
    public async Task RunAsync(ServerState server, CancellationToken until)
    {
        for (var last = Stopwatch.GetTimestamp(); !until.IsCancellationRequested; last = Stopwatch.GetTimestamp())
        {
            var isIdle = await server.IsIdleWithinAsync(_tick).ConfigureAwait(false);
            var target = Elapsed + Stopwatch.GetElapsedTime(last);
            if (isIdle) target = NextDue ?? target;
            await MoveAsync(target, static () => Task.CompletedTask).ConfigureAwait(false);
        }
    }

    private TimeSpan? NextDue
    {
        get
        {
            lock (_gate) return _alarms.Count > 0 ? _alarms.Min(alarm => alarm.Due) : null;
        }
    }

    private async Task MoveAsync(TimeSpan target, Func<Task> dealWithItAsync)
    {
        while (Next(target) is { } alarm)
        {
            // On a thread without a synchronization context: there the code that waits for the timer goes on at once, inside Ring, and not
            // later.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            alarm.Ring();
            await dealWithItAsync().ConfigureAwait(false);
        }

        lock (_gate) _elapsed = _elapsed < target ? target : _elapsed;
    }

    /// <summary>Moves the clock to the next alarm due until that time; null if there is none.</summary>
    private Alarm? Next(TimeSpan target)
    {
        lock (_gate)
        {
            // Alarms due at the same time fire in the order in which they were armed.
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
        alarm.Flow?.Wait();
    }

    private void Disarm(Alarm alarm)
    {
        if (_alarms.Remove(alarm)) alarm.Flow?.GoOn();
    }

    private sealed class Alarm(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private bool _disposed;

        /// <summary>The method that waits for the alarm; null if none does.</summary>
        public Flow? Flow { get; } = IsWait(callback, state) ? Flow.Current : null;

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

            // The clock need not move for an alarm that is due at once. It fires on another thread, because the caller may hold a lock.
            Interlocked.Increment(ref time._ringing);
            ThreadPool.UnsafeQueueUserWorkItem(static alarm => alarm.RingNow(), this, preferLocal: false);
            return true;
        }

        public void Ring()
        {
            if (_context is null) callback(state);
            else ExecutionContext.Run(_context, new ContextCallback(callback), state);
        }

        private void RingNow()
        {
            try
            {
                Ring();
            }
            finally
            {
                Interlocked.Decrement(ref time._ringing);
            }
        }

        /// <summary>
        /// Whether the method that has set this timer waits for it, as with <c>Task.Delay</c>. The time limit of a <see
        /// cref="CancellationTokenSource"/> or of <c>Task.WaitAsync</c> is not such a wait; nor are QueueRun's own timers.
        /// </summary>
        private static bool IsWait(TimerCallback callback, object? state)
            => state is not CancellationTokenSource
                && !(state is Task task && task.GetType().IsGenericType) // the task of WaitAsync; that of Task.Delay has no result
                && callback.Method.Module.Assembly != typeof(ISocket).Assembly;

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
