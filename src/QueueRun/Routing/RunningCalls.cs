using System.Diagnostics;

namespace QueueRun.Routing;

/// <summary>
/// The calls of one connection that run in time: at most one that the next message waits for, and a limited number of concurrent ones. The
/// caller holds the lock of the connection's calls. A struct, as most connections never have a concurrent call.
/// </summary>
internal struct RunningCalls
{
    private HandlerCall? _awaited;
    private List<HandlerCall>? _beside;
    private TaskCompletionSource? _room;
    private int _count; // of the concurrent calls

    /// <summary>The number of concurrent calls.</summary>
    public readonly int Beside => _count;

    /// <summary>Whether there are concurrent calls. May be read without the lock.</summary>
    public readonly bool HasBeside => Volatile.Read(in _count) > 0;

    /// <summary>Whether a message waits until a concurrent call has ended.</summary>
    public readonly bool IsMessageHeld => _room is not null;

    /// <summary>One of the calls; null if none runs.</summary>
    public readonly HandlerCall? Any => _awaited ?? (Beside > 0 ? _beside![0] : null);

    /// <summary>The task that the next message must wait for if the maximum of concurrent calls runs; else null.</summary>
    public Task? RoomAsync(int max)
        => Beside < max ? null : (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>A call begins.</summary>
    public void Add(HandlerCall call)
    {
        if (!call.IsConcurrent)
        {
            _awaited = call;
            return;
        }

        (_beside ??= []).Add(call);
        _count = _beside.Count;
    }

    /// <summary>A call has ended, or is late.</summary>
    public void Remove(HandlerCall call)
    {
        if (!call.IsConcurrent)
        {
            Debug.Assert(_awaited == call);
            _awaited = null;
            return;
        }

        _beside!.Remove(call);
        _count = _beside.Count;
        _room?.SetResult();
        _room = null;
    }

    public readonly Enumerator GetEnumerator() => new(_awaited, _beside);

    /// <summary>Enumerates all calls.</summary>
    public struct Enumerator(HandlerCall? awaited, List<HandlerCall>? beside)
    {
        private int _next = awaited is null ? 0 : -1;

        public HandlerCall Current { get; private set; } = null!;

        public bool MoveNext()
        {
            if (_next < 0) Current = awaited!;
            else if (_next < (beside?.Count ?? 0)) Current = beside![_next];
            else return false;
            _next++;
            return true;
        }
    }
}
