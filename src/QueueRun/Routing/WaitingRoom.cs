namespace QueueRun.Routing;

/// <summary>Connections that have not yet said who they are: only so many at a time.</summary>
internal sealed class WaitingRoom(QueueRunOptions options)
{
    private readonly int _max = options.MaxUnauthenticatedConnections;
    private int _count;

    /// <summary>The places that are taken.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The places there are.</summary>
    public int Size => _max;

    /// <summary>Takes a place; false when there is none.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= _max) return true;

        Leave();
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _count);
}
