using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace QueueRun.Wire;

/// <summary>Our wire: frames are read and written on the pipes of a connection that was upgraded.</summary>
/// <remarks>
/// What one read of the pipe brought is kept until all of it has been answered, so several messages that arrive together cost one read.
/// As soon as nothing is left of it, it goes back to the pipe: a connection that waits holds no buffer.
/// </remarks>
/// <param name="input">What the client sends.</param>
/// <param name="output">What it is sent.</param>
/// <param name="abort">Ends the connection under the pipes.</param>
/// <param name="maxMessageSize">The longest message that is received.</param>
/// <param name="ownsPipes">Whether the pipes are ours to complete; otherwise the server does that.</param>
/// <param name="compresses">Whether permessage-deflate was negotiated.</param>
internal sealed class PipeTransport(
    PipeReader input, PipeWriter output, Action abort, int maxMessageSize, bool ownsPipes = false, bool compresses = false) : ITransport
{
    private readonly FrameReader _reader = new(maxMessageSize, inflates: compresses);
    private ReadOnlySequence<byte> _buffer;
    private bool _holding;             // the pipe's buffer, which must be advanced before the next read
    private bool _inputOver;           // nothing more is read
    private bool _outputOver;
    private volatile bool _completed;
    private int _aborted;

    public IListener? Listener { private get; set; }

    public string? SubProtocol { get; init; }

    public bool Compresses { get; } = compresses;

    public ValueTask<Received> ReceiveAsync()
    {
        if (TryRead(out var received)) return new(received);
        return ReadAsync();
    }

    public void Write(Frame frame)
    {
        try
        {
            if (!_outputOver) output.Write(frame.Bytes.Span);
        }
#pragma warning disable CA1031 // Whatever a pipe throws, it says that the connection is over; there are as many kinds as there are transports.
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

        // Not every transport wakes those who wait on its pipes.
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

    /// <summary>Answers from what is at hand.</summary>
    private bool TryRead(out Received received)
    {
        if (_inputOver || Volatile.Read(ref _aborted) != 0)
        {
            received = End();
            return true;
        }

        if (!_holding || !_reader.TryRead(ref _buffer, out received))
        {
            received = default;
            return false;
        }

        if (received.Kind is ReceivedKind.Close) _inputOver = true;
        if (_buffer.IsEmpty) Advance(_buffer.End);
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Received> ReadAsync()
    {
        while (true)
        {
            if (_holding) Advance(_buffer.End);
            ReadResult result;
            bool waited;
            try
            {
                var reading = input.ReadAsync();
                waited = !reading.IsCompleted;
                result = await reading;
            }
#pragma warning disable CA1031 // As in Write.
            catch (Exception)
#pragma warning restore CA1031
            {
                return End();
            }

            (_buffer, _holding) = (result.Buffer, true);
            if (!result.IsCanceled) Listener?.Heard();

            // Somebody else may cancel a read as well (Kestrel does, when the server stops): that is no reason to end.
            if (TryRead(out var received)) return received;
            if (result.IsCompleted) return End();
            if (!waited) await Task.Yield(); // frames without an end must not keep a thread for themselves
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

    private void Wake(Action cancel)
    {
        if (_completed) return;

        try
        {
            cancel();
        }
        catch (ObjectDisposedException)
        {
            // A pipe over a stream that was completed just now: nobody waits.
        }
    }

    private ValueTask<bool> Flushed(FlushResult result)
    {
        _outputOver = result.IsCompleted || Volatile.Read(ref _aborted) != 0;
        // Somebody else cancelled the wait: there may be no room yet.
        return result.IsCanceled && !_outputOver ? WaitForFlushAsync(output.FlushAsync()) : new(!_outputOver);
    }

    private Received End()
    {
        _inputOver = true;
        _reader.Discard();
        return new(ReceivedKind.End);
    }

    /// <summary>Gives back what has been taken from the buffer.</summary>
    /// <param name="examined">Where the next read has to bring more than stands before.</param>
    private void Advance(SequencePosition examined)
    {
        _holding = false;
        try
        {
            input.AdvanceTo(_buffer.Start, examined);
        }
        catch (InvalidOperationException)
        {
            // The pipe was completed under us: the next read says so.
        }

        _buffer = default;
    }
}
