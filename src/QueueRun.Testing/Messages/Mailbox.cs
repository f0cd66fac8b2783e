namespace QueueRun.Testing.Messages;

/// <summary>The messages that one client has received, and which of them a test has already expected.</summary>
internal sealed class Mailbox
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedMessage> _all = [];
    private readonly List<ReceivedMessage> _unread = [];
    private TaskCompletionSource _changed = New();

    /// <summary>Completes when a message arrives after this was read.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate) return _changed.Task;
        }
    }

    public IReadOnlyList<ReceivedMessage> All()
    {
        lock (_gate) return [.. _all];
    }

    public IReadOnlyList<ReceivedMessage> Unread()
    {
        lock (_gate) return [.. _unread];
    }

    public void Add(ReceivedMessage message)
    {
        lock (_gate)
        {
            _all.Add(message);
            _unread.Add(message);
        }

        Wake();
    }

    public void Wake()
    {
        TaskCompletionSource changed;
        lock (_gate) (changed, _changed) = (_changed, New());
        changed.SetResult();
    }

    /// <summary>Takes the first message that fits and is not yet expected; null if there is none.</summary>
    public ReceivedMessage? Take(Func<ReceivedMessage, bool> fits)
    {
        // The test's own condition is not called inside the lock; while one test expects, nothing else takes messages.
        var found = Unread().FirstOrDefault(fits);
        if (found is not null)
        {
            lock (_gate) _unread.Remove(found);
        }

        return found;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
