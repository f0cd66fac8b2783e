using System.Diagnostics;

namespace QueueRun.Routing;

/// <summary>
/// The methods of one connection that were late and have not ended. They are left behind, but only so many: then the next message waits
/// until one of them has ended.
/// </summary>
/// <param name="gate">The lock of the connection's calls.</param>
internal sealed class LateCalls(Lock gate)
{
    /// <summary>Methods that may be left behind and still running, before no more is started.</summary>
    private const int Max = 8;

    private volatile int _count;
    private string? _name;
    private TaskCompletionSource? _room;
    private bool _isGivenUp;

    /// <summary>Whether no more may be left behind.</summary>
    public bool IsFull => _count >= Max;

    /// <summary>The full name of the method that was late last; null when none runs.</summary>
    public string? Name
    {
        get
        {
            lock (gate) return _count > 0 ? _name : null;
        }
    }

    /// <summary>Whether a message waits until one of them has ended.</summary>
    public bool IsMessageHeld
    {
        get
        {
            lock (gate) return _room is not null;
        }
    }

    /// <summary>What the next message has to wait for; null where there is room, or nobody waits any more.</summary>
    public Task? RoomAsync()
    {
        if (!IsFull) return null; // only messages make it more, and this is where the next one begins

        lock (gate)
        {
            if (!IsFull || _isGivenUp) return null;
            _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>A method is late. The caller holds the lock.</summary>
    public void Add(string name)
    {
        Debug.Assert(gate.IsHeldByCurrentThread);
        _count++;
        _name = name;
    }

    /// <summary>A method that was late has ended.</summary>
    public void Remove()
    {
        lock (gate)
        {
            _count--;
            LetIn();
        }
    }

    /// <summary>They are not waited for any more: the client is gone, or the program stops. The caller holds the lock.</summary>
    public void GiveUp()
    {
        Debug.Assert(gate.IsHeldByCurrentThread);
        _isGivenUp = true;
        LetIn();
    }

    private void LetIn()
    {
        _room?.SetResult();
        _room = null;
    }
}
