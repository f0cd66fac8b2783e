using System.Diagnostics.CodeAnalysis;
using QueueRun.Diagnostics;
using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>A complete message that waits for its handler.</summary>
/// <param name="IsText">Whether it is text.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="IsHandled">Whether it was handled as soon as it was read, and only keeps its place in the order.</param>
internal readonly record struct InboundMessage(bool IsText, MessageBytes Bytes, bool IsHandled = false);

/// <summary>
/// The messages that were read ahead while a handler runs. One reader posts, one consumer takes.
/// </summary>
internal sealed class Inbox(int capacity, QueueRunMetrics metrics)
{
    // A flood of empty messages must fill the inbox too: each counts at least its place in the queue.
    private const int Overhead = 32;

    private readonly Lock _gate = new();
    private readonly Queue<InboundMessage> _waiting = new();
    private int _size;
    private bool _taken;
    private bool _isPending;    // the message that was taken last has neither begun nor ended; written by the consumer only
    private int _beside;
    private Action<InboundMessage>? _refuse;
    private bool _closed;
    private bool _abandoned;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;
    private TaskCompletionSource? _settled;

    /// <summary>Whether no message waits or is being handled.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return !_taken && _beside == 0;
        }
    }

    /// <summary>Whether messages wait, or a message is being handled that the next one would wait for.</summary>
    public bool IsTaken
    {
        get
        {
            lock (_gate) return _taken;
        }
    }

    /// <summary>Adds a message; true if no consumer runs, so that the caller must start one.</summary>
    public bool Post(InboundMessage message)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _waiting.Enqueue(message);
                _size += message.Bytes.Length + Overhead;
                if (_taken) return false;
                return _taken = true;
            }
        }

        Drop([message]);
        return false;
    }

    /// <summary>Takes the next message; false if there is none: then the next <see cref="Post"/> returns true.</summary>
    public bool TryTake(out InboundMessage message)
    {
        TaskCompletionSource? room = null, idle = null, settled;
        bool taken;
        lock (_gate)
        {
            taken = _waiting.TryDequeue(out message);
            (_isPending, settled, _settled) = (taken, _settled, null);
            if (taken) _size -= message.Bytes.Length + Overhead;
            else (_taken, idle) = (false, TakeIdle());

            if (_size < capacity) (room, _room) = (_room, null);
        }

        room?.SetResult();
        idle?.SetResult();
        settled?.SetResult();
        return taken;
    }

    /// <summary>
    /// The message that was taken last begins. The caller holds a lock, which is also held by the callers of <see cref="SettledAsync"/>.
    /// </summary>
    public void Begin() => Volatile.Write(ref _isPending, false);

    /// <summary>The message that was taken last has its answer, and does not begin.</summary>
    public void Settle()
    {
        TaskCompletionSource? settled;
        lock (_gate) (_isPending, settled, _settled) = (false, _settled, null);
        settled?.SetResult();
    }

    /// <summary>Completes when the message that was taken last has begun, or has ended without that.</summary>
    public Task SettledAsync()
    {
        lock (_gate)
        {
            if (!_isPending) return Task.CompletedTask;
            return (_settled ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>A message was taken whose handler is concurrent.</summary>
    public void Hold()
    {
        lock (_gate) _beside++;
    }

    /// <summary>Such a handler has ended.</summary>
    public void Release()
    {
        TaskCompletionSource? idle;
        lock (_gate)
        {
            _beside--;
            idle = _taken ? null : TakeIdle();
        }

        idle?.SetResult();
    }

    /// <summary>Whether reading must pause, and the task to wait for.</summary>
    public bool IsFull([NotNullWhen(true)] out Task? room)
    {
        room = null;
        if (Volatile.Read(ref _size) < capacity) return false; // only the reader, which calls this, increases it

        lock (_gate)
        {
            if (_closed || _size < capacity)
            {
                room = null;
                return false;
            }

            // The reader must not run inside TryTake: that is the handler's thread.
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
            return true;
        }
    }

    /// <summary>
    /// No more messages are posted: completes when the last waiting message has been handled, or <see cref="Abandon"/> was called.
    /// </summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            if ((!_taken && _beside == 0) || _abandoned) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Drops the waiting messages, and every message that is posted from now on.</summary>
    /// <param name="refuse">Receives each dropped message, and owns its bytes; null if nothing is to be told of them.</param>
    public void Close(Action<InboundMessage>? refuse = null)
    {
        TaskCompletionSource? room;
        InboundMessage[] dropped;
        lock (_gate)
        {
            _closed = true;
            _refuse = refuse;
            dropped = [.. _waiting];
            _waiting.Clear();
            _size = 0;
            (room, _room) = (_room, null);
        }

        room?.SetResult();
        Drop(dropped);
    }

    /// <summary>After <see cref="Close"/>: stops waiting for the message that is being handled.</summary>
    public void Abandon()
    {
        TaskCompletionSource? idle;
        lock (_gate) (_abandoned, idle, _idle) = (true, _idle, null);
        idle?.SetResult();
    }

    private void Drop(ReadOnlySpan<InboundMessage> messages)
    {
        metrics.Dropped(messages.Length);
        foreach (var message in messages)
        {
            if (_refuse is { } refuse) refuse(message);
            else message.Bytes.Return();
        }
    }

    // Completes the wait for the end, if no handler runs any more. The caller holds the lock.
    private TaskCompletionSource? TakeIdle()
    {
        if (_beside > 0) return null;
        var idle = _idle;
        _idle = null;
        return idle;
    }
}
