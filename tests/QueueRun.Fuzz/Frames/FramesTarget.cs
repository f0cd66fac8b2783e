using System.Buffers;
using System.IO.Pipelines;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using QueueRun.Wire;

namespace QueueRun.Fuzz.Frames;

/// <summary>A client's bytes, in any parts. A case is a byte of settings, its cuts, and the bytes: see <see cref="FrameCase"/>.</summary>
internal sealed class FramesTarget : FuzzTarget
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Inline: each part is read before the next is written. Small segments, so that one read contains several.
    private readonly Pipe _pipe = new(new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, minimumSegmentSize: 16, pauseWriterThreshold: 0,
        useSynchronizationContext: false));

    private readonly PipeWriter _output = new Pipe().Writer;

    public override string Name => "frames";

    public override byte[] Generate(Random random) => FrameGenerator.Generate(random);

    public override void Check(byte[] input)
    {
        if (!FrameCase.TryRead(input, out var one)) return;

        var expected = new FrameReference(input, one.Start, one.Max, one.Compression).Read();
        var actual = Receive(input, one);
        if (!Agree(expected, actual))
        {
            throw new DifferenceException(
                $"max {one.Max}, compression {one.Compression}, cuts {string.Join(' ', one.Cuts)}\nexpected {string.Join(", ", expected)}\nreceived {string.Join(", ", actual)}");
        }
    }

    private List<Event> Receive(byte[] input, FrameCase one)
    {
        var transport = new PipeTransport(_pipe.Reader, _output, static () => { }, one.Max, compresses: one.Compression);
        var events = new List<Event>();
        var receiving = ReceiveAllAsync(transport, events);
        var at = one.Start;
        foreach (var (cut, flush) in one.Cuts)
        {
            Write(cut);
            if (!flush) continue;
            Flush();
            CheckHeld(transport, at - one.Start, one.Max);
        }

        Write(input.Length);
        Flush();
        CheckHeld(transport, at - one.Start, one.Max);
        _pipe.Writer.Complete();
        if (!receiving.Wait(Patience)) throw new DifferenceException("the reader waits for more than there is");

        receiving.GetAwaiter().GetResult();
        if (Message(Reader(transport)) is not null) throw new DifferenceException("the reader keeps a message after the end");
        transport.CompleteAsync().AsTask().Wait();
        _pipe.Reader.Complete();
        _pipe.Reset();
        return events;

        void Write(int to)
        {
            _pipe.Writer.Write(input.AsSpan(at, to - at));
            at = to;
        }

        void Flush()
        {
            var flush = _pipe.Writer.FlushAsync();
            if (!flush.IsCompletedSuccessfully) throw new DifferenceException("a flush waits");
            _ = flush.Result;
        }
    }

    /// <summary>The transport holds at most twice the bytes that have arrived, and at most one message, rounded up by the pool.</summary>
    private static void CheckHeld(PipeTransport transport, int arrived, int max)
    {
        var held = Message(Reader(transport))?.Length ?? 0;
        var most = Math.Max(16, Math.Min(2 * arrived, max + max / 8 + 64 + 9));
        if (held > (int)BitOperations.RoundUpToPowerOf2((uint)most)) throw new DifferenceException($"the reader holds {held} bytes, of {arrived} that arrived");
    }

    private static async Task ReceiveAllAsync(PipeTransport transport, List<Event> events)
    {
        Received received;
        do
        {
            received = await transport.ReceiveAsync();
            var data = received.Data.Memory.ToArray();
            received.Data.Return();
            switch (received.Kind)
            {
                case ReceivedKind.Text: events.Add(new('T', data, 0)); break;
                case ReceivedKind.Binary: events.Add(new('B', data, 0)); break;
                case ReceivedKind.Ping: events.Add(new('I', data, 0)); break;
                case ReceivedKind.Pong: events.Add(new('O', data, 0)); break;
                case ReceivedKind.Close: events.Add(new('C', Encoding.UTF8.GetBytes(received.Reason ?? ""), received.Status ?? 0)); break;
                case ReceivedKind.Violation: events.Add(new('V', [], received.Status!.Value)); break;
                case ReceivedKind.End: events.Add(new('E', [], 0)); break;
                case ReceivedKind.Fragment: break; // counted only
                default: throw new DifferenceException($"{received.Kind}");
            }
        }
        while (received.Kind is not ReceivedKind.End);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_reader")]
    private static extern ref FrameReader Reader(PipeTransport transport);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref byte[]? Message(FrameReader reader);

    private static bool Agree(List<Event> expected, List<Event> actual)
        => expected.Count == actual.Count && expected.Zip(actual).All(pair =>
            pair.First.Kind == pair.Second.Kind && pair.First.Data.AsSpan().SequenceEqual(pair.Second.Data)
            && (pair.First.Status == pair.Second.Status || (pair.First.OrStatus > 0 && pair.First.OrStatus == pair.Second.Status)));
}
