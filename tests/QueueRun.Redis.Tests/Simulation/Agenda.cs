namespace QueueRun.Redis.Tests.Simulation;

/// <summary>Virtual time: events happen in the order of their times, and those of one time in the order in which they were planned.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (TimeSpan Time, long Order)> _events = new();
    private long _order;

    /// <summary>The time since the start.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Plans an event.</summary>
    public void At(TimeSpan time, Action action) => _events.Enqueue(action, (time < Now ? Now : time, _order++));

    /// <summary>Plans an event.</summary>
    public void In(TimeSpan time, Action action) => At(Now + time, action);

    /// <summary>Lets the next event happen, unless it is later than the time; then the time has come, and false is returned.</summary>
    public bool TryNext(TimeSpan until)
    {
        if (!_events.TryPeek(out _, out var next) || next.Time > until)
        {
            Now = until;
            return false;
        }

        Now = next.Time;
        _events.Dequeue()();
        return true;
    }
}
