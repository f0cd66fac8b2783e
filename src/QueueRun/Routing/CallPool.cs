using System.Numerics;
using System.Runtime.InteropServices;

namespace QueueRun.Routing;

/// <summary>
/// Objects of calls that no connection has at the moment. Some for each processor, so that processors do not wait for each other; one that
/// finds no room is dropped.
/// </summary>
internal sealed class CallPool
{
    private readonly Place[] _places = new Place[(int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount) * 2];
    private volatile bool _isClosed;

    [StructLayout(LayoutKind.Sequential, Size = 64)] // a line of the processor's cache
    private struct Place
    {
        public HandlerCall? Call;
    }

    /// <summary>Takes one; null if there is none at hand.</summary>
    public HandlerCall? Take() => Interlocked.Exchange(ref First.Call, null) ?? Interlocked.Exchange(ref Second.Call, null);

    /// <summary>Returns one that no connection has any more.</summary>
    public void Return(HandlerCall call)
    {
        if (!_isClosed && (Interlocked.CompareExchange(ref First.Call, call, null) is null || Interlocked.CompareExchange(ref Second.Call, call, null) is null))
        {
            if (_isClosed) Close(); // closed meanwhile
            return;
        }

        call.Timer.Drop();
    }

    /// <summary>The program has stopped: no timer of a call is left behind.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (ref var place in _places.AsSpan()) Interlocked.Exchange(ref place.Call, null)?.Timer.Drop();
    }

    private ref Place First => ref _places[(Thread.GetCurrentProcessorId() * 2) & (_places.Length - 1)];

    private ref Place Second => ref _places[(Thread.GetCurrentProcessorId() * 2 + 1) & (_places.Length - 1)];
}
