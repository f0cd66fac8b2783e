using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using static QueueRun.Wire.Tests.ClientBytes;

namespace QueueRun.Wire.Tests;

/// <summary>How the transport lives on its pipes: waiting, cancelling, aborting, ending.</summary>
public class PipeTransportTests
{
    private readonly Pipe _toServer = NewPipe(pauseAt: 64 * 1024);
    private readonly Pipe _toClient = NewPipe(pauseAt: 1000);
    private readonly PipeTransport _transport;
    private int _aborts;

    public PipeTransportTests() => _transport = new(_toServer.Reader, _toClient.Writer, () => _aborts++, maxMessageSize: 1_000_000);

    [Fact]
    public async Task Messages_that_arrive_together_cost_one_read()
    {
        var counting = new CountingReader(_toServer.Reader);
        var transport = new PipeTransport(counting, _toClient.Writer, static () => { }, 1000);
        await SendAsync(Join(Text("a"), Text("b"), Frame(0x89, [1]), Text("c"), Text("d")[..3]));
        foreach (var expected in (string[])["Text:a", "Text:b", "Ping:01", "Text:c"])
        {
            var receiving = transport.ReceiveAsync();
            Assert.True(receiving.IsCompleted);
            Assert.Equal(expected, Outcome.Take(await receiving));
        }

        Assert.Equal((1, 0), (counting.Reads, counting.Advances));
        var waiting = transport.ReceiveAsync().AsTask();
        Assert.Equal((2, 1), (counting.Reads, counting.Advances));
        await SendAsync(Text("d")[3..]);
        Assert.Equal("Text:d", Outcome.Take(await waiting.WaitAsync(Outcome.Watchdog, Token)));

        // Nothing is left, so nothing is held.
        Assert.Equal(counting.Reads, counting.Advances);
    }

    [Fact]
    public async Task Frames_that_bring_nothing_come_out_to_be_counted()
    {
        // A fragment that is worth its frame, and small and empty ones.
        await SendAsync(Join(Frame(0x02, new byte[200]), Frame(0x00, [1]), Frame(0x00, []), Frame(0x80, [])));
        ReceivedKind[] expected = [ReceivedKind.Fragment, ReceivedKind.Fragment, ReceivedKind.Binary];
        foreach (var kind in expected) Assert.Equal(kind, (await _transport.ReceiveAsync().AsTask().WaitAsync(Outcome.Watchdog, Token)).Kind);
    }

    [Fact]
    public async Task A_message_larger_than_the_pipe_streams_through()
    {
        var payload = Noise(1_000_000);
        var sending = SendAsync(Frame(0x82, payload));
        Assert.Equal("Binary:" + Convert.ToHexString(payload), await ReceiveAsync());
        await sending;
    }

    [Fact]
    public async Task A_peer_that_sends_a_message_slowly_is_heard()
    {
        var heard = 0;
        _transport.Listener = new Listener(() => heard++);
        var receiving = ReceiveAsync();
        var message = Text("slow");
        for (var i = 0; i < message.Length; i++)
        {
            Assert.Equal(i, heard);
            await SendAsync(message[i..(i + 1)]);
        }

        Assert.Equal("Text:slow", await receiving);
        Assert.Equal(message.Length, heard);
    }

    [Fact]
    public async Task A_read_that_somebody_else_cancels_goes_on()
    {
        await SendAsync(Text("a")[..3]);
        var receiving = ReceiveAsync();
        _toServer.Reader.CancelPendingRead();
        Assert.False(receiving.IsCompleted);
        await SendAsync(Text("a")[3..]);
        Assert.Equal("Text:a", await receiving);
    }

    [Fact]
    public async Task A_flush_waits_for_room()
    {
        _transport.Write(Frame.Create(Opcode.Binary, new byte[996]));
        var flushing = FlushAsync();
        Assert.False(flushing.IsCompleted);

        // Nor does somebody else's cancellation make room.
        _toClient.Writer.CancelPendingFlush();
        Assert.False(flushing.IsCompleted);
        Assert.Equal(1000, (await SentAsync()).Length);
        Assert.True(await flushing);
    }

    [Fact]
    public async Task What_is_written_arrives_in_order_and_is_released()
    {
        var shared = Frame.Create(Opcode.Text, "ab"u8);
        shared.Retain();
        _transport.Write(shared);
        _transport.Write(Frame.Create(Opcode.Ping, []));
        _transport.Write(shared);
        Assert.Throws<ObjectDisposedException>(() => shared.Bytes);
        Assert.True(await FlushAsync());
        Assert.Equal("81026162" + "8900" + "81026162", Convert.ToHexString(await SentAsync()));
    }

    [Fact]
    public async Task A_flush_says_that_the_client_is_gone()
    {
        await _toClient.Reader.CompleteAsync();
        _transport.Write(Frame.Create(Opcode.Text, []));
        Assert.False(await FlushAsync());

        var late = Frame.Create(Opcode.Text, []);
        _transport.Write(late);
        Assert.Throws<ObjectDisposedException>(() => late.Bytes);
        Assert.False(await FlushAsync());
    }

    [Fact]
    public async Task A_pending_flush_says_that_the_client_is_gone()
    {
        _transport.Write(Frame.Create(Opcode.Binary, new byte[2000]));
        var flushing = FlushAsync();
        Assert.False(flushing.IsCompleted);
        await _toClient.Reader.CompleteAsync(new IOException("reset"));
        Assert.False(await flushing);
    }

    [Fact]
    public async Task A_pipe_that_fails_is_an_end()
    {
        var receiving = ReceiveAsync();
        await _toServer.Writer.CompleteAsync(new IOException("reset"));
        await _toClient.Reader.CompleteAsync(new IOException("reset"));
        Assert.Equal(Outcome.End, await receiving);
        Assert.Equal(Outcome.End, await ReceiveAsync());
        Assert.False(await FlushAsync());
    }

    [Fact]
    public async Task Pipes_that_are_completed_under_it_are_an_end()
    {
        await _toServer.Reader.CompleteAsync();
        await _toClient.Writer.CompleteAsync();
        Assert.Equal(Outcome.End, await ReceiveAsync());
        var frame = Frame.Create(Opcode.Text, []);
        _transport.Write(frame);
        Assert.Throws<ObjectDisposedException>(() => frame.Bytes);
        Assert.False(await FlushAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_pipe_that_is_completed_while_its_bytes_are_held_is_an_end(bool read)
    {
        await SendAsync(Join(Text("a"), Text("b")[..2]));
        Assert.Equal("Text:a", await ReceiveAsync());
        await _toServer.Reader.CompleteAsync();
        if (read) Assert.Equal(Outcome.End, await ReceiveAsync());
        await _transport.CompleteAsync();
    }

    [Fact]
    public async Task Abort_wakes_who_waits_and_happens_once()
    {
        var receiving = ReceiveAsync();
        _transport.Write(Frame.Create(Opcode.Binary, new byte[2000]));
        var flushing = FlushAsync();
        Assert.False(receiving.IsCompleted || flushing.IsCompleted);
        _transport.Abort();
        _transport.Abort();
        Assert.Equal(1, _aborts);
        Assert.Equal(Outcome.End, await receiving);
        Assert.False(await flushing);
        Assert.Equal(Outcome.End, await ReceiveAsync());
        Assert.False(await FlushAsync());
        await _transport.CompleteAsync();
    }

    [Fact]
    public async Task Completing_leaves_the_pipes_to_the_server()
    {
        await SendAsync(Join(Text("a"), Text("rest")));
        Assert.Equal("Text:a", await ReceiveAsync());
        await _transport.CompleteAsync();
        await _transport.CompleteAsync();
        _transport.Abort();

        // The server reads on where we stopped, without a cancellation of ours.
        var read = await _toServer.Reader.ReadAsync(Token);
        Assert.Equal((false, false, (long)Text("rest").Length), (read.IsCanceled, read.IsCompleted, read.Buffer.Length));
        await _toClient.Writer.WriteAsync(new byte[1], Token);
    }

    [Fact]
    public async Task Completing_completes_pipes_of_its_own()
    {
        var transport = new PipeTransport(_toServer.Reader, _toClient.Writer, static () => { }, 1000, ownsPipes: true);
        await SendAsync(Join(Text("a"), Text("rest")));
        Assert.Equal("Text:a", Outcome.Take(await transport.ReceiveAsync()));
        await transport.CompleteAsync();
        Assert.True((await _toServer.Writer.FlushAsync(Token)).IsCompleted);
        Assert.True((await _toClient.Reader.ReadAsync(Token)).IsCompleted);
    }

    [Fact]
    public async Task After_a_violation_nothing_is_received_not_even_the_peers_close()
    {
        foreach (var wrong in (byte[][])[Frame(0x82, new byte[2000]), Frame(0xC1, [1]), Frame(0x80, []), Close(1005)])
        {
            var pipe = NewPipe(pauseAt: 1 << 20);
            var transport = new PipeTransport(pipe.Reader, _toClient.Writer, static () => { }, 1000);
            await pipe.Writer.WriteAsync(Join(wrong, Text("more"), Close(4000, "x")), Token);
            Assert.StartsWith("Violation", await Outcome.NextAsync(transport), StringComparison.Ordinal);
            Assert.Equal(Outcome.End, await Outcome.NextAsync(transport));
        }
    }

    [Fact]
    public async Task What_is_dropped_is_read_until_the_peer_is_silent()
    {
        var time = new FakeTimeProvider();
        await SendAsync(Join(Frame(0xC1, [1]), Text("more")));
        Assert.Equal("Violation:1002", await ReceiveAsync());
        var dropping = _transport.DropAsync(1002, TimeSpan.FromSeconds(1), time).AsTask();
        for (var i = 0; i < 10; i++)
        {
            await SendAsync(Noise(10_000)); // more than the pipe takes before somebody reads
            time.Advance(TimeSpan.FromSeconds(0.6));
        }

        Assert.False(dropping.IsCompleted);
        while (!dropping.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(await dropping);
        await _transport.CompleteAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_is_dropped_ends_with_the_peer_or_the_transport(bool peer)
    {
        await SendAsync(Join(Close(1000), Text("late")));
        Assert.Equal("Close:1000:", await ReceiveAsync());
        Assert.True(_transport.HasMore);
        var dropping = _transport.DropAsync(1002, TimeSpan.FromSeconds(1), new FakeTimeProvider()).AsTask();
        if (peer) await _toServer.Writer.CompleteAsync();
        else _transport.Abort();
        Assert.False(await dropping.WaitAsync(Outcome.Watchdog, Token));
    }

    /// <summary>Whatever comes before it; another code, or more behind it, is no answer.</summary>
    [Theory]
    [InlineData(1002, "", 0, true), InlineData(1002, "because", 0, true), InlineData(1002, "", 500, true)]
    [InlineData(1000, "", 0, false), InlineData(1001, "because", 500, false)]
    public async Task What_is_dropped_ends_with_the_answer_to_our_close(int code, string reason, int before, bool ends)
    {
        await SendAsync(Frame(0xC1, [1]));
        Assert.Equal("Violation:1002", await ReceiveAsync());
        var dropping = _transport.DropAsync(1002, TimeSpan.FromSeconds(1), new FakeTimeProvider()).AsTask();
        await SendAsync(Join(Close(1002), [0]));
        await SendAsync(Join(new byte[before], Close(code, reason)));
        if (!ends)
        {
            Assert.False(dropping.IsCompleted);
            await _toServer.Writer.CompleteAsync();
        }

        Assert.False(await dropping.WaitAsync(Outcome.Watchdog, Token));
    }

    [Fact]
    public async Task What_is_dropped_does_not_go_on_for_ever()
    {
        var sent = 0L;
        await SendAsync(Frame(0xC1, [1]));
        Assert.Equal("Violation:1002", await ReceiveAsync());
        var dropping = _transport.DropAsync(1002, TimeSpan.FromSeconds(1), new FakeTimeProvider()).AsTask();
        var noise = Noise(1 << 20);
        while (!dropping.IsCompleted)
        {
            Assert.InRange(sent += noise.Length, 0, 100 << 20);
            await Task.WhenAny(dropping, SendAsync(noise)).WaitAsync(Outcome.Watchdog, Token);
        }

        Assert.False(await dropping);
    }

    [Fact]
    public async Task Nothing_is_allocated_for_bytes_that_did_not_arrive()
    {
        var transport = new PipeTransport(_toServer.Reader, _toClient.Writer, static () => { }, 1 << 30);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var receiving = transport.ReceiveAsync();
        await SendAsync(Frame(0x02, new byte[10], announced: 1 << 29));
        Assert.False(receiving.IsCompleted);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);

        transport.Abort();
        await receiving;
    }

    [Fact]
    public async Task Empty_fragments_take_no_memory()
    {
        var fragments = Join(Enumerable.Repeat(Frame(0x00, []), 1000));
        await SendAsync(Frame(0x01, []));
        var receiving = Outcome.NextAsync(_transport);
        await SendAsync(fragments);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) await SendAsync(fragments);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);

        await SendAsync(Frame(0x80, []));
        Assert.Equal("Text:", await receiving.WaitAsync(Outcome.Watchdog, Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Inline: what a write sets off has happened when the write returns.
    private static Pipe NewPipe(long pauseAt) => new(new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: pauseAt, resumeWriterThreshold: pauseAt / 2, useSynchronizationContext: false));

    private async Task SendAsync(byte[] bytes) => await _toServer.Writer.WriteAsync(bytes, Token);

    private async Task<string> ReceiveAsync() => Outcome.Take(await _transport.ReceiveAsync().AsTask().WaitAsync(Outcome.Watchdog, Token));

    private Task<bool> FlushAsync() => _transport.FlushAsync().AsTask().WaitAsync(Outcome.Watchdog, Token);

    private async Task<byte[]> SentAsync()
    {
        var read = await _toClient.Reader.ReadAsync(Token);
        byte[] bytes = [.. read.Buffer.ToArray()];
        _toClient.Reader.AdvanceTo(read.Buffer.End);
        return bytes;
    }

    private sealed class CountingReader(PipeReader inner) : PipeReader
    {
        public int Reads { get; private set; }

        public int Advances { get; private set; }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            Advances++;
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            Reads++;
            return inner.ReadAsync(cancellationToken);
        }

        public override bool TryRead(out ReadResult result) => inner.TryRead(out result);
    }
}
