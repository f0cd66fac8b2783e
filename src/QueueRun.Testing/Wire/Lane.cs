using System.Buffers;
using System.IO.Pipelines;

namespace QueueRun.Testing.Wire;

/// <summary>
/// One direction of a connection in memory: a pipe that knows whether its reader has handled all written data.
/// </summary>
internal sealed class Lane
{
    private readonly Lock _gate = new();
    private readonly Pipe _pipe;
    private long _written;
    private long _consumed;
    private bool _writerDone;
    private bool _readerDone;
    private bool _readerWaits;  // a read has not completed
    private bool _woken;        // that read was cancelled, and completes soon
    private bool _writerWaits;  // the writer waits for room
    private TaskCompletionSource? _held;

    /// <param name="room">How many bytes may be buffered before the writer must wait.</param>
    public Lane(long room)
    {
        _pipe = new(new PipeOptions(pauseWriterThreshold: room, resumeWriterThreshold: room / 2, useSynchronizationContext: false));
        Reader = new WatchedReader(this, _pipe.Reader);
        Writer = new WatchedWriter(this, _pipe.Writer);
    }

    public PipeReader Reader { get; }

    public PipeWriter Writer { get; }

    /// <summary>The number of bytes written and read so far: while it stays the same, there is no progress here.</summary>
    public long Traffic
    {
        get
        {
            lock (_gate) return _written + _consumed;
        }
    }

    /// <summary>Whether the reader has handled all data, and waits for more or is gone.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_gate) return _readerDone || _held is not null || (_readerWaits && !_woken && !_writerDone && _written == _consumed);
        }
    }

    /// <summary>Whether, at this moment, the reader waits for more data than there are.</summary>
    public bool ReaderWaits
    {
        get
        {
            lock (_gate) return _readerDone || _readerWaits;
        }
    }

    /// <summary>Whether the writer waits until the reader has taken more.</summary>
    public bool WriterWaits
    {
        get
        {
            lock (_gate) return _writerWaits;
        }
    }

    /// <summary>Whether the reader receives nothing.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate) return _held is not null;
        }
    }

    /// <summary>From now on, the reader receives nothing until it is released.</summary>
    public void Hold()
    {
        lock (_gate) _held ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void LetGo()
    {
        TaskCompletionSource? held;
        lock (_gate) (held, _held) = (_held, null);
        held?.SetResult();
    }

    private Task HeldAsync()
    {
        lock (_gate) return _held?.Task ?? Task.CompletedTask;
    }

    private sealed class WatchedWriter(Lane lane, PipeWriter inner) : PipeWriter
    {
        public override void Advance(int bytes)
        {
            lock (lane._gate) lane._written += bytes;
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            var flushing = inner.FlushAsync(cancellationToken);
            return flushing.IsCompleted ? flushing : WaitAsync(flushing);
        }

        private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flushing)
        {
            lock (lane._gate) lane._writerWaits = true;
            try
            {
                return await flushing.ConfigureAwait(false);
            }
            finally
            {
                lock (lane._gate) lane._writerWaits = false;
            }
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null)
        {
            lock (lane._gate) lane._writerDone = true;
            inner.Complete(exception);
        }
    }

    private sealed class WatchedReader(Lane lane, PipeReader inner) : PipeReader
    {
        private ReadOnlySequence<byte> _buffer;

        public override bool TryRead(out ReadResult result)
        {
            var read = inner.TryRead(out result);
            if (read) _buffer = result.Buffer;
            return read;
        }

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var reading = inner.ReadAsync(cancellationToken);
            if (!reading.IsCompleted)
            {
                lock (lane._gate) (lane._readerWaits, lane._woken) = (true, false);
            }

            try
            {
                var result = await reading.ConfigureAwait(false);
                await lane.HeldAsync().ConfigureAwait(false);
                _buffer = result.Buffer;
                return result;
            }
            finally
            {
                lock (lane._gate) (lane._readerWaits, lane._woken) = (false, false);
            }
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            lock (lane._gate) lane._consumed += _buffer.Slice(_buffer.Start, consumed).Length;
            _buffer = default;
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead()
        {
            lock (lane._gate) lane._woken = lane._readerWaits;
            inner.CancelPendingRead();
        }

        public override void Complete(Exception? exception = null)
        {
            lock (lane._gate) lane._readerDone = true;
            inner.Complete(exception);
        }
    }
}
