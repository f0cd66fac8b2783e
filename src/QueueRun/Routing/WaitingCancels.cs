namespace QueueRun.Routing;

/// <summary>
/// The references of cancels whose calls may still wait. Each stays until the turn of the cancel itself comes: all messages before it have
/// begun by then. The caller holds the lock of the connection's calls.
/// </summary>
internal struct WaitingCancels
{
    private Queue<byte[]>? _references;

    /// <summary>A cancel takes its place in the order, behind the messages that it may cancel.</summary>
    public void Add(ReadOnlySpan<byte> reference) => (_references ??= new()).Enqueue(reference.ToArray());

    /// <summary>The turn of the first cancel has come.</summary>
    public readonly void Remove() => _references?.Dequeue();

    /// <summary>Whether a call that begins was cancelled.</summary>
    public readonly bool Contain(ReadOnlySpan<byte> reference)
    {
        if (_references is not { Count: > 0 }) return false;
        foreach (var cancelled in _references)
        {
            if (reference.SequenceEqual(cancelled)) return true;
        }

        return false;
    }
}
