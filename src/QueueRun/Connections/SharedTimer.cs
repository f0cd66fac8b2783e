using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace QueueRun.Connections;

/// <summary>
/// One timer for many: each of the program's connections has an alarm for its keep-alive, and a timer for each would be larger than the
/// alarm. The alarms are in a heap by their due time.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SharedTimer(TimeProvider time)
{
    private readonly Lock _gate = new();
    private Alarm[] _heap = new Alarm[16];
    private int _count;
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private bool _rings;    // a thread calls the alarms that are due, and arms the timer afterwards

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>An object that is called at a certain time. It has one such time at most.</summary>
    internal abstract class Alarm
    {
        /// <summary>When it is due, as a timestamp.</summary>
        internal long DueAt { get; set; }

        /// <summary>Its place in the heap; negative if it is not due at any time.</summary>
        internal int Place { get; set; } = -1;

        /// <summary>
        /// The time has come. On a thread of the pool, one alarm after the other: it must not block. It may overlap a <see
        /// cref="SharedTimer.Remove"/>.
        /// </summary>
        public abstract void Ring();
    }

    /// <summary>The alarm is due after this time, rounded up to whole milliseconds, and at no other.</summary>
    public void Set(Alarm alarm, TimeSpan after)
    {
        var due = time.GetTimestamp() + (long)(DetachedTimer.RoundUp(after).TotalSeconds * time.TimestampFrequency);
        lock (_gate)
        {
            alarm.DueAt = due;
            if (alarm.Place < 0)
            {
                if (_count == _heap.Length) Array.Resize(ref _heap, _count * 2);
                (alarm.Place, _heap[_count]) = (_count, alarm);
                _count++;
            }

            Move(alarm);
            if (!_rings) Arm();
        }
    }

    /// <summary>The alarm is not due any more.</summary>
    public void Remove(Alarm alarm)
    {
        lock (_gate)
        {
            if (alarm.Place < 0) return;
            Take(alarm);
            if (!_rings) Arm();
        }
    }

    // Arms the timer for the first alarm. The caller holds the lock.
    private void Arm()
    {
        if (_count == 0) // no timer is left behind when the program stops
        {
            _timer?.Dispose();
            (_timer, _armedFor) = (null, long.MaxValue);
            return;
        }

        if (_heap[0].DueAt >= _armedFor) return; // where it is armed too early, it is armed again then

        _armedFor = _heap[0].DueAt;
        _timer ??= time.CreateDetachedTimer(static state => ((SharedTimer)state!).Ring(), this);
        var now = time.GetTimestamp();
        _timer.Change(DetachedTimer.RoundUp(_armedFor > now ? time.GetElapsedTime(now, _armedFor) : TimeSpan.Zero), Timeout.InfiniteTimeSpan);
    }

    private void Ring()
    {
        lock (_gate)
        {
            _armedFor = long.MaxValue;
            if (_rings) return;
            _rings = true;
        }

        while (TryTakeDue(out var alarm)) alarm.Ring();
    }

    private bool TryTakeDue([NotNullWhen(true)] out Alarm? alarm)
    {
        lock (_gate)
        {
            if (_count > 0 && _heap[0].DueAt <= time.GetTimestamp())
            {
                Take(alarm = _heap[0]);
                return true;
            }

            (alarm, _rings) = (null, false);
            Arm();
            return false;
        }
    }

    // Removes an alarm from the heap: the last one gets its place.
    private void Take(Alarm alarm)
    {
        var last = _heap[--_count];
        _heap[_count] = null!;
        if (last != alarm)
        {
            (last.Place, _heap[alarm.Place]) = (alarm.Place, last);
            Move(last);
        }

        alarm.Place = -1;
        if (_heap.Length > 64 && _count < _heap.Length / 4) Array.Resize(ref _heap, _heap.Length / 2);
    }

    // Moves an alarm up or down, to where its due time belongs.
    private void Move(Alarm alarm)
    {
        var place = alarm.Place;
        for (; place > 0 && _heap[(place - 1) / 2].DueAt > alarm.DueAt; place = (place - 1) / 2) Put(_heap[(place - 1) / 2], place);
        while (true)
        {
            var child = 2 * place + 1;
            if (child >= _count) break;
            if (child + 1 < _count && _heap[child + 1].DueAt < _heap[child].DueAt) child++;
            if (_heap[child].DueAt >= alarm.DueAt) break;
            Put(_heap[child], place);
            place = child;
        }

        Put(alarm, place);
        Debug.Assert(_heap[alarm.Place] == alarm);
    }

    private void Put(Alarm alarm, int place) => (alarm.Place, _heap[place]) = (place, alarm);
}
