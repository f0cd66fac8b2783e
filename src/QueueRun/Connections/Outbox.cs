using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>
/// The frames that wait to be sent to one connection, in order. A caller that adds a frame while nobody writes becomes the writer; frames
/// added meanwhile go out with the next flush.
/// </summary>
internal sealed class Outbox(ITransport transport, TimeProvider time, int capacity, IConnectionEvents peer)
{
    // A flood of tiny messages must fill the outbox too: each counts at least its place and its array.
    private const int Overhead = 32;

    // The most flushes that a sender does for other senders.
    private const int MaxRounds = 16;

    private readonly Lock _gate = new();
    private readonly List<Frame> _waiting = [];
    private List<Waiter>? _waiters;
    private Frame? _pong;
    private Frame? _close;
    private long _size;        // bytes that wait, or are in a flush that has not completed
    private long _flushing;    // when the pending flush began to wait for the peer; 0: none waits
    private bool _writing;
    private bool _closed;      // no more frames are added
    private TaskCompletionSource? _drained;

    private readonly record struct Waiter(TaskCompletionSource<bool> Room, CancellationTokenRegistration Cancellation);

    /// <summary>For how long the peer has not taken written data.</summary>
    public TimeSpan StuckFor
    {
        get
        {
            var since = Volatile.Read(ref _flushing);
            return since == 0 ? TimeSpan.Zero : time.GetElapsedTime(since);
        }
    }

    /// <summary>Whether no frame waits or is being written.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return !_writing && _waiting.Count == 0 && _pong is null && _close is null;
        }
    }

    /// <summary>Whether a sender waits for room.</summary>
    public bool HasWaiters
    {
        get
        {
            lock (_gate) return _waiters is not null;
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

    /// <summary>Adds a frame at once; false if the outbox is closed. If there is no room, the connection is closed.</summary>
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
    /// Adds a frame, and completes when the outbox has room again: for sends of this connection's own handler.
    /// </summary>
    /// <remarks>
    /// The frame is queued before the wait, so frames keep the order of the calls. Half of the outbox stays free for other senders; a
    /// handler that does not await its own sends reaches a limit of twice the size.
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

    /// <summary>Answers a ping. Only the newest of many pings needs an answer (RFC 6455, 5.5.3), so a flood costs one frame.</summary>
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

    /// <summary>Sends a ping, outside the order and the limit.</summary>
    public void Ping()
    {
        lock (_gate)
        {
            if (_closed) return;
            _waiting.Insert(0, Frame.Create(Opcode.Ping, []));
        }

        Pump();
    }

    /// <summary>Adds no more frames, and sends the close frame last: behind the waiting frames, or instead of them.</summary>
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

    /// <summary>Adds no more frames; completes when the waiting frames were written or dropped, and no flush is pending.</summary>
    public Task StopAsync(bool dropWaiting)
    {
        Task drained;
        lock (_gate) _closed = true;

        // The last sender may not have written its frame yet: no sender may write after this call.
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

    /// <summary>Adds a frame, and writes it if nobody else is writing; false if the outbox is closed or has no room.</summary>
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
            if (write) transport.Write(frame); // if nobody writes, no frame waits
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

    /// <summary>Flushes the written frames, and then the frames that others have added meanwhile.</summary>
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

            _ = flush.Result; // The reader notices that the transport has ended; data written to it is dropped.
            if (!WriteMore(size, out size)) return;
        }

        // As long as others add frames, somebody must write: no longer this sender, which could never continue its own work.
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

    /// <summary>After a flush: writes all waiting frames; false, and no longer the writer, if none waits.</summary>
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
