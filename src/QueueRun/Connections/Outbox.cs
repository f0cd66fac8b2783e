using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>
/// What waits to be sent to one connection, in order. Whoever adds a frame while nobody writes writes it himself; whatever is
/// added meanwhile goes out with the next flush.
/// </summary>
internal sealed class Outbox(ITransport transport, TimeProvider time, int capacity, IPeer peer)
{
    // A flood of tiny messages must fill the outbox too: each costs at least its place and its array.
    private const int Overhead = 32;

    // Flushes that a sender does for others besides its own.
    private const int MaxRounds = 16;

    private readonly Lock _gate = new();
    private readonly List<Frame> _waiting = [];
    private List<Waiter>? _waiters;
    private Frame? _pong;
    private Frame? _close;
    private long _size;        // of what waits, or is in a flush that has not completed
    private long _flushing;    // since when a flush waits for the peer; 0: none does
    private bool _writing;
    private bool _closed;      // takes nothing more
    private TaskCompletionSource? _drained;

    private readonly record struct Waiter(TaskCompletionSource<bool> Room, CancellationTokenRegistration Cancellation);

    /// <summary>For how long the peer has not taken what was written to it.</summary>
    public TimeSpan StuckFor
    {
        get
        {
            var since = Volatile.Read(ref _flushing);
            return since == 0 ? TimeSpan.Zero : time.GetElapsedTime(since);
        }
    }

    /// <summary>Whether nothing waits or is being written.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return !_writing && _waiting.Count == 0 && _pong is null && _close is null;
        }
    }

    /// <summary>Bytes that wait, or that the transport has not yet taken.</summary>
    public long Size
    {
        get
        {
            lock (_gate) return _size;
        }
    }

    /// <summary>Takes a frame at once; false when the outbox is closed. One that has no room closes its connection.</summary>
    /// <remarks>The frame is retained: the caller keeps its own reference.</remarks>
    public bool TrySend(Frame frame)
    {
        if (!TryAdd(frame, capacity, out var overflowed))
        {
            if (overflowed) peer.TooSlow();
            return false;
        }

        return true;
    }

    /// <summary>
    /// Takes a frame, and completes when the outbox has room again: for what the handler of this very connection sends.
    /// </summary>
    /// <remarks>
    /// The frame is queued before the wait, so that the order is the order of the calls. Half of the outbox stays free for what
    /// others send meanwhile; a handler that does not await its own sends meets a limit of twice the size.
    /// </remarks>
    public ValueTask<bool> SendAsync(Frame frame, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);

        if (!TryAdd(frame, 2L * capacity, out var overflowed))
        {
            if (overflowed) peer.TooSlow();
            return new(false);
        }

        return WaitForRoomAsync(cancellationToken);
    }

    /// <summary>Answers a ping. Of many pings only the newest needs an answer (RFC 6455, 5.5.3), so a flood costs one frame.</summary>
    public void Pong(ReadOnlySpan<byte> payload)
    {
        var pong = Frame.Create(Opcode.Pong, payload);
        lock (_gate)
        {
            if (_closed)
            {
                pong.Release();
                return;
            }

            _pong?.Release();
            _pong = pong;
        }

        Pump();
    }

    /// <summary>Sends a ping, outside of the order and the limit.</summary>
    public void Ping()
    {
        lock (_gate)
        {
            if (_closed) return;
            _waiting.Insert(0, Frame.Create(Opcode.Ping, []));
        }

        Pump();
    }

    /// <summary>Takes nothing more, and sends the close frame last: after what waits, or instead of it.</summary>
    public void Close(Frame close, bool dropWaiting)
    {
        lock (_gate)
        {
            if (_closed)
            {
                close.Release();
                return;
            }

            _closed = true;
            _close = close;
            if (dropWaiting) DropWaiting();
        }

        Pump();
        ReleaseAllWaiters();
    }

    /// <summary>Takes nothing more; completes when what waits was written, or at once dropped, and no flush is pending.</summary>
    public Task StopAsync(bool dropWaiting)
    {
        Task drained;
        lock (_gate) _closed = true;

        // Whoever added last may not have come to write it: nobody may after this call.
        if (!dropWaiting) Pump();
        lock (_gate)
        {
            if (dropWaiting)
            {
                DropWaiting();
                _close?.Release();
                _close = null;
            }

            drained = _writing
                ? (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : Task.CompletedTask;
        }

        ReleaseAllWaiters();
        return drained;
    }

    /// <summary>Adds a frame, and writes it where nobody else is writing; false when the outbox is closed, or has no room.</summary>
    private bool TryAdd(Frame frame, long limit, out bool overflowed)
    {
        var size = SizeOf(frame);
        bool write;
        lock (_gate)
        {
            overflowed = !_closed && _size > 0 && _size + size > limit;
            if (_closed || overflowed) return false;

            frame.Retain();
            _size += size;
            write = !_writing;
            _writing = true;
            if (write) transport.Write(frame); // nothing waits where nobody writes
            else _waiting.Add(frame);
        }

        if (write) FlushWritten(size);
        return true;
    }

    private static int SizeOf(Frame frame) => frame.Opcode is Opcode.Ping ? 0 : frame.Bytes.Length + Overhead;

    private void DropWaiting()
    {
        foreach (var frame in _waiting)
        {
            _size -= SizeOf(frame);
            frame.Release();
        }

        _waiting.Clear();
        _pong?.Release();
        _pong = null;
    }

    private void Pump()
    {
        lock (_gate)
        {
            if (_writing) return;
            _writing = true;
        }

        if (WriteMore(written: 0, out var size)) FlushWritten(size);
    }

    /// <summary>Flushes what was written, and then whatever others have added meanwhile.</summary>
    private void FlushWritten(long size)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var flush = transport.FlushAsync();
            if (!flush.IsCompletedSuccessfully)
            {
                _ = PumpAsync(flush, size);
                return;
            }

            _ = flush.Result; // A transport that is over is noticed by the reader; what is written to it goes nowhere.
            if (!WriteMore(size, out size)) return;
        }

        // As long as others go on adding, somebody has to go on writing: no longer the sender, who would never get on with its own.
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Outbox.FlushWritten(state.Size), (Outbox: this, Size: size), preferLocal: false);
    }

    private async Task PumpAsync(ValueTask<bool> flush, long size)
    {
        do
        {
            if (!flush.IsCompleted) Volatile.Write(ref _flushing, time.GetTimestamp());
            await flush;
            Volatile.Write(ref _flushing, 0);
            if (!WriteMore(size, out size)) return;
            flush = transport.FlushAsync();
        }
        while (true);
    }

    /// <summary>A flush is done: writes all that waits; false, and no longer writing, when nothing does.</summary>
    private bool WriteMore(long written, out long size)
    {
        TaskCompletionSource? drained;
        List<Waiter>? released = null;
        lock (_gate)
        {
            _size -= written;
            if (_waiters is not null && _size <= capacity / 2) released = TakeWaiters();
            _writing = _waiting.Count > 0 || _pong is not null || _close is not null;
            drained = _writing ? null : _drained;
            size = _writing ? WriteWaiting() : -1;
        }

        Release(released, room: true);
        drained?.TrySetResult();
        return size >= 0;
    }

    private long WriteWaiting()
    {
        var size = 0L;
        if (_pong is { } pong)
        {
            transport.Write(pong);
            _pong = null;
        }

        foreach (var frame in _waiting)
        {
            size += SizeOf(frame);
            transport.Write(frame);
        }

        _waiting.Clear();
        if (_close is { } close)
        {
            transport.Write(close);
            _close = null;
        }

        return size;
    }

    private ValueTask<bool> WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (!Volatile.Read(ref _closed) && Volatile.Read(ref _size) <= capacity / 2) return new(true);

        lock (_gate)
        {
            if (_closed) return new(false);
            if (_size <= capacity / 2) return new(true);

            var room = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            (_waiters ??= []).Add(new(room, cancellationToken.UnsafeRegister(
                static (state, token) => ((TaskCompletionSource<bool>)state!).TrySetCanceled(token), room)));
            return new(room.Task);
        }
    }

    private void ReleaseAllWaiters()
    {
        List<Waiter>? released;
        lock (_gate) released = TakeWaiters();
        Release(released, room: false);
    }

    private List<Waiter>? TakeWaiters()
    {
        var taken = _waiters;
        _waiters = null;
        return taken;
    }

    private static void Release(List<Waiter>? waiters, bool room)
    {
        if (waiters is null) return;

        foreach (var (waiting, cancellation) in waiters)
        {
            cancellation.Dispose();
            waiting.TrySetResult(room);
        }
    }
}
