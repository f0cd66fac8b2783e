namespace QueueRun.Presence.Tests.Simulation;

/// <summary>
/// Everything that would go to the thread pool waits here for its turn, and nothing runs at the same time as anything else: whoever
/// holds the turns decides what comes next, and the same decisions give the same run.
/// </summary>
internal sealed class Turns : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _waiting = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Runs a test on this thread, with turns.</summary>
    public static void Play(Action<Turns> test)
    {
        var before = Current;
        var turns = new Turns();
        SetSynchronizationContext(turns);
        try
        {
            test(turns);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        CheckThread();
        _waiting.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody waits for a turn.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>The turn of one that waits, whichever the number picks.</summary>
    public void Next(int which)
    {
        var index = which % _waiting.Count;
        var (callback, state) = _waiting[index];
        _waiting.RemoveAt(index);
        callback(state);
    }

    /// <summary>Turns until nobody waits.</summary>
    public void All()
    {
        while (Count > 0) Next(0);
    }

    /// <summary>Turns until nobody waits; the task has completed then.</summary>
    public T Await<T>(Task<T> task)
    {
        All();
        return task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("It does not complete.");
    }

    /// <inheritdoc cref="Await{T}"/>
    public void Await(Task task)
    {
        All();
        if (!task.IsCompleted) throw new InvalidOperationException("It does not complete.");
        task.GetAwaiter().GetResult();
    }

    /// <summary>What runs elsewhere than here is not under control, and a test of it proves nothing.</summary>
    public void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != _thread) throw new InvalidOperationException("Something escaped to another thread.");
    }
}
