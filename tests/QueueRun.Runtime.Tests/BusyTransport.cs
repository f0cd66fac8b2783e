using System.Buffers.Binary;
using System.Collections.Concurrent;
using QueueRun.Wire;

namespace QueueRun.Runtime.Tests;

/// <summary>
/// A transport with an erratic peer: some flushes complete at once, some later and on another thread, and at some time the transport may
/// end. It checks the contract of a transport: there is only one write and flush at a time, nothing is written during a flush, and every
/// frame is whole.
/// </summary>
internal sealed class BusyTransport(Random random, int overAfter) : WritingTransport
{
    private const int PrefixLength = 8;

    private int _inUse;
    private int _flushes;
    private volatile bool _flushing;
    private volatile bool _ended;

    /// <summary>The written frames, in order.</summary>
    public List<(Opcode Opcode, int Sender, int Number)> Written { get; } = [];

    /// <summary>Violations of the contract.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public bool IsFlushing => _flushing;

    /// <summary>A message whose completeness can be checked.</summary>
    public static Frame Message(int sender, int number, int length)
    {
        var payload = new byte[PrefixLength + length];
        payload.AsSpan(PrefixLength).Fill(Filling(sender, number));
        BinaryPrimitives.WriteInt32LittleEndian(payload, sender);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(4), number);
        return Frame.Create(Opcode.Binary, payload);
    }

    /// <summary>From now on nothing may be written.</summary>
    public void End() => _ended = true;

    public override void Write(Frame frame)
    {
        using var use = Use("Write");
        try
        {
            var payload = frame.Payload.Span;
            var (sender, number) = frame.Opcode switch
            {
                Opcode.Binary => (BinaryPrimitives.ReadInt32LittleEndian(payload), BinaryPrimitives.ReadInt32LittleEndian(payload[4..])),
                Opcode.Pong => (0, BinaryPrimitives.ReadInt32LittleEndian(payload)),
                _ => (0, 0),
            };
            if (frame.Opcode is Opcode.Binary && payload[PrefixLength..].ContainsAnyExcept(Filling(sender, number))) Faults.Enqueue("a frame is torn");
            Written.Add((frame.Opcode, sender, number));
        }
        catch (ObjectDisposedException)
        {
            Faults.Enqueue("a frame was released before it was written");
        }
        finally
        {
            frame.Release();
        }
    }

    public override ValueTask<bool> FlushAsync()
    {
        using var use = Use("FlushAsync");
        var result = ++_flushes <= overAfter;
        var how = random.Next(10);
        if (how < 4) return new(result);

        _flushing = true;
        var flush = new TaskCompletionSource<bool>(how < 7 ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
        var spins = random.Next(2) == 0 ? 0 : random.Next(2_000);
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                Thread.SpinWait(spins);
                _flushing = false;
                flush.SetResult(result);
            },
            null);
        return new(flush.Task);
    }

    private static byte Filling(int sender, int number) => (byte)(sender * 31 + number);

    private Using Use(string what)
    {
        if (Interlocked.Exchange(ref _inUse, 1) != 0) Faults.Enqueue($"{what} while another writes or flushes");
        if (_flushing) Faults.Enqueue($"{what} during a flush");
        if (_ended) Faults.Enqueue($"{what} after the end");
        return new(this);
    }

    private readonly struct Using(BusyTransport transport) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref transport._inUse, 0);
    }
}
