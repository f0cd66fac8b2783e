using System.Diagnostics.CodeAnalysis;
using QueueRun.Diagnostics;
using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>A whole message that was received and waits for its handler.</summary>
internal readonly record struct InboundMessage(bool IsText, MessageBytes Bytes);

/// <summary>
/// The messages that were read ahead of the handler that is running. One reader posts, one consumer takes.
/// </summary>
internal sealed class Inbox(int capacity, QueueRunMetrics metrics)
{
    // A flood of empty messages must fill the inbox too: each costs at least its place in the queue.
    private const int Overhead = 32;

    private readonly Lock _gate = new();
    private readonly Queue<InboundMessage> _waiting = new();
    private int _size;
    private bool _taken;
    private bool _closed;
    private bool _abandoned;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;

    /// <summary>Whether no message waits or is being handled.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return !_taken;
        }
    }

    /// <summary>Adds a message; true when nobody is taking messages, so that the caller has to start somebody.</summary>
    public bool Post(InboundMessage message)
    {
        lock (_gate)
        {
            if (_closed)
            {
                message.Bytes.Return();
                metrics.Dropped(1);
                return false;
            }

            _waiting.Enqueue(message);
            _size += message.Bytes.Length + Overhead;
            if (_taken) return false;
            return _taken = true;
        }
    }

    /// <summary>Takes the next message; false when there is none: then the next <see cref="Post"/> answers true.</summary>
    public bool TryTake(out InboundMessage message)
    {
        TaskCompletionSource? room = null, idle = null;
        bool taken;
        lock (_gate)
        {
            taken = _waiting.TryDequeue(out message);
            if (taken) _size -= message.Bytes.Length + Overhead;
            else (_taken, idle, _idle) = (false, _idle, null);

            if (_size < capacity) (room, _room) = (_room, null);
        }

        room?.SetResult();
        idle?.SetResult();
        return taken;
    }

    /// <summary>Whether reading has to pause, and what to wait for.</summary>
    public bool IsFull([NotNullWhen(true)] out Task? room)
    {
        room = null;
        if (Volatile.Read(ref _size) < capacity) return false; // only the reader, who asks, makes it more

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

    /// <summary>Nothing more is posted: completes when what waits was taken and the last of it handled, or <see cref="Abandon"/> was called.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            if (!_taken || _abandoned) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Drops what waits, and everything that is posted from now on.</summary>
    public void Close()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _closed = true;
            metrics.Dropped(_waiting.Count);
            while (_waiting.TryDequeue(out var message)) message.Bytes.Return();
            _size = 0;
            (room, _room) = (_room, null);
        }

        room?.SetResult();
    }

    /// <summary>After <see cref="Close"/>: nobody waits for the message that is being handled.</summary>
    public void Abandon()
    {
        TaskCompletionSource? idle;
        lock (_gate) (_abandoned, idle, _idle) = (true, _idle, null);
        idle?.SetResult();
    }
}
