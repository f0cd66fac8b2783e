using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace QueueRun.Wire;

/// <summary>QueueRun's own wire: reads and writes frames on the pipes of an upgraded connection.</summary>
/// <remarks>
/// The buffer of one read is kept until all of it has been handled, so several messages that arrive together cost one read. Then it goes
/// back to the pipe: a waiting connection holds no buffer.
/// </remarks>
/// <param name="input">The pipe from the client.</param>
/// <param name="output">The pipe to the client.</param>
/// <param name="abort">Ends the connection under the pipes.</param>
/// <param name="maxMessageSize">The longest message that is received.</param>
/// <param name="ownsPipes">Whether this transport completes the pipes; otherwise the server does.</param>
/// <param name="compresses">Whether permessage-deflate was negotiated.</param>
internal sealed class PipeTransport(
    PipeReader input, PipeWriter output, Action abort, int maxMessageSize, bool ownsPipes = false, bool compresses = false) : ITransport
{
    /// <summary>The most bytes that are dropped: a client may be in a large upload, but an endless one is a flood.</summary>
    private const long MaxDropped = 64 * 1024 * 1024;

    private readonly FrameReader _reader = new(maxMessageSize, inflates: compresses);
    private ReadOnlySequence<byte> _buffer;
    private bool _holding;             // holds the pipe's buffer, which must be advanced before the next read
    private bool _isLast;              // no more data arrives than what is held
    private bool _inputOver;           // no more is read
    private bool _outputOver;
    private volatile bool _completed;
    private int _aborted;

    public IListener? Listener { private get; set; }

    public string? SubProtocol { get; init; }

    public bool Compresses { get; } = compresses;

    public bool TryReceive(out Received received)
    {
        if (_inputOver || Volatile.Read(ref _aborted) != 0)
        {
            received = End();
            return true;
        }

        if (!_holding || !_reader.TryRead(ref _buffer, out received))
        {
            received = _isLast ? End() : default;
            return _isLast;
        }

        if (received.Kind is ReceivedKind.Close or ReceivedKind.Violation) _inputOver = true;
        if (_buffer.IsEmpty) Advance(_buffer.End);
        return true;
    }

    public ValueTask<ReadResult> ReadAsync()
    {
        if (_holding) Advance(_buffer.End);
        return input.ReadAsync();
    }

    public void Accept(ReadResult read)
    {
        (_buffer, _holding, _isLast) = (read.Buffer, true, read.IsCompleted);
        // Other code may cancel a read too (Kestrel does when the server stops): that is no reason to end.
        if (!read.IsCanceled) Listener?.Heard();
    }

    public bool HasMore => _holding; // an empty buffer has gone back to the pipe

    public async ValueTask<bool> DropAsync(int? status, TimeSpan silence, TimeProvider time)
    {
        End();
        if (_holding) DropHeld();
        for (var dropped = 0L; dropped < MaxDropped && Volatile.Read(ref _aborted) == 0;)
        {
            try
            {
                var reading = input.ReadAsync();
                if (reading.IsCompleted) await Task.Yield(); // a flood must not occupy a thread
                var pending = reading.AsTask();
                var silent = !await IsInTimeAsync(pending, silence, time);
                if (silent) Wake(input.CancelPendingRead); // no read may be pending at the end

                var result = await pending;
                (_buffer, _holding) = (result.Buffer, true);
                dropped += _buffer.Length;
                var answered = status is { } code && CloseAnswer.Ends(_buffer, code);
                DropHeld();
                if (answered || result.IsCompleted) return false;
                if (silent) return true;
            }
#pragma warning disable CA1031 // As in Write.
            catch (Exception)
#pragma warning restore CA1031
            {
                break;
            }
        }

        return false;

        void DropHeld()
        {
            _buffer = _buffer.Slice(_buffer.End);
            Advance(_buffer.End);
        }
    }

    public void Write(Frame frame)
    {
        try
        {
            if (!_outputOver) output.Write(frame.Bytes.Span);
        }
#pragma warning disable CA1031 // Any exception of a pipe means that the connection has ended; each transport has its own kinds.
        catch (Exception)
#pragma warning restore CA1031
        {
            _outputOver = true;
        }
        finally
        {
            frame.Release();
        }
    }

    public ValueTask<bool> FlushAsync()
    {
        if (_outputOver) return new(false);

        try
        {
            var flush = output.FlushAsync();
            return flush.IsCompletedSuccessfully ? Flushed(flush.Result) : WaitForFlushAsync(flush);
        }
#pragma warning disable CA1031 // As in Write.
        catch (Exception)
#pragma warning restore CA1031
        {
            _outputOver = true;
            return new(false);
        }
    }

    public void Abort()
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0) return;

        abort();

        // Not every transport wakes the tasks that wait on its pipes.
        Wake(input.CancelPendingRead);
        Wake(output.CancelPendingFlush);
    }

    public async ValueTask CompleteAsync()
    {
        if (_completed) return;

        _completed = true;
        _inputOver = true;
        _outputOver = true;
        _reader.Discard();
        if (_holding) Advance(_buffer.Start);
        if (!ownsPipes) return;

        try
        {
            await input.CompleteAsync();
            await output.CompleteAsync();
        }
#pragma warning disable CA1031 // As in Write: completing flushes.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitForFlushAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            return await Flushed(await flush);
        }
#pragma warning disable CA1031 // As in Write.
        catch (Exception)
#pragma warning restore CA1031
        {
            _outputOver = true;
            return false;
        }
    }

    private static async Task<bool> IsInTimeAsync(Task task, TimeSpan timeout, TimeProvider time)
    {
        try
        {
            await task.WaitAsync(timeout, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Wake(Action cancel)
    {
        if (_completed) return;

        try
        {
            cancel();
        }
        catch (ObjectDisposedException)
        {
            // A pipe over a stream that was just completed: no task waits.
        }
    }

    private ValueTask<bool> Flushed(FlushResult result)
    {
        _outputOver = result.IsCompleted || Volatile.Read(ref _aborted) != 0;
        // Other code cancelled the wait: there may be no room yet.
        return result.IsCanceled && !_outputOver ? WaitForFlushAsync(output.FlushAsync()) : new(!_outputOver);
    }

    private Received End()
    {
        _inputOver = true;
        _reader.Discard();
        return new(ReceivedKind.End);
    }

    /// <summary>Advances the pipe past the bytes that were taken.</summary>
    /// <param name="examined">The position beyond which the next read must bring more bytes.</param>
    private void Advance(SequencePosition examined)
    {
        _holding = false;
        try
        {
            input.AdvanceTo(_buffer.Start, examined);
        }
        catch (InvalidOperationException)
        {
            // The pipe was completed meanwhile: the next read reports it.
        }

        _buffer = default;
    }
}
