namespace QueueRun.Redis.Tests.Simulation;

/// <summary>Runs the work of one process, one piece at a time, in an order that the test decides.</summary>
internal sealed class ProcessThread : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _waiting = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>The work that escaped to another thread, if any: then the test proves nothing.</summary>
    public static volatile string? Escaped;

    /// <summary>Whether the process stands still.</summary>
    public bool IsStill { get; set; }

    /// <summary>Whether the process was killed.</summary>
    public bool IsDead { get; private set; }

    /// <summary>The pieces of work that can run.</summary>
    public int Ready => IsStill ? 0 : _waiting.Count;

    public void Kill()
    {
        IsDead = true;
        _waiting.Clear();
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Escaped ??= Environment.StackTrace;
            return;
        }

        if (!IsDead) _waiting.Add((d, state));
    }

    public void Post(Action action) => Post(static action => ((Action)action!)(), action);

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing waits for a turn.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs one piece of the work.</summary>
    public void Run(int which)
    {
        var (callback, state) = _waiting[which];
        _waiting.RemoveAt(which);
        SetSynchronizationContext(this);
        callback(state);
    }
}
