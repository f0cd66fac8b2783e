using System.Collections.Concurrent;
using System.Text;
using QueueRun.Connections;
using QueueRun.Wire;

namespace QueueRun.Runtime.Tests;

public class OutboxTests
{
    /// <summary>A transport whose flushes are held while the peer does not read.</summary>
    private sealed class SlowTransport : WritingTransport
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource<bool>? _held;

        public ConcurrentQueue<string> Sent { get; } = new();

        public Action? Flushing { get; set; }

        public void Hold()
        {
            lock (_gate) _held ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public void Read()
        {
            TaskCompletionSource<bool>? held;
            lock (_gate) (held, _held) = (_held, null);
            held?.SetResult(true);
        }

        public override ValueTask<bool> FlushAsync()
        {
            Flushing?.Invoke();
            lock (_gate) return _held is null ? new(true) : new(_held.Task);
        }

        public override void Write(Frame frame)
        {
            Sent.Enqueue(frame.Opcode is Opcode.Text ? Encoding.UTF8.GetString(frame.Payload.Span) : frame.Opcode.ToString());
            frame.Release();
        }
    }

    private const int Capacity = 1000;

    /// <summary>A transport that always has room.</summary>
    private sealed class SilentTransport : WritingTransport
    {
        public override void Write(Frame frame) => frame.Release();

        public override ValueTask<bool> FlushAsync() => new(true);
    }

    private readonly SlowTransport _transport = new();
    private readonly Outbox _outbox;
    private int _overflows;

    public OutboxTests() => _outbox = new(_transport, TimeProvider.System, Capacity, new Peer { Overflowed = () => _overflows++ });

    private bool TrySend(string text)
    {
        var frame = Frame.Create(Opcode.Text, Encoding.UTF8.GetBytes(text));
        try
        {
            return _outbox.TrySend(frame);
        }
        finally
        {
            frame.Release();
        }
    }

    private ValueTask<bool> SendOwnAsync(string text) => SendAsync(text, TestContext.Current.CancellationToken);

    private ValueTask<bool> SendAsync(string text, CancellationToken token)
    {
        var frame = Frame.Create(Opcode.Text, Encoding.UTF8.GetBytes(text));
        try
        {
            return _outbox.SendAsync(frame, token);
        }
        finally
        {
            frame.Release();
        }
    }

    /// <summary>A benchmark measures the cost of a message; this test detects an additional object.</summary>
    [Fact]
    public void A_frame_that_is_sent_at_once_costs_no_object()
    {
        var outbox = new Outbox(new SilentTransport(), TimeProvider.System, Capacity, new Peer());
        Send(1000); // warms up the pools
        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Send(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var frame = Frame.Create(Opcode.Text, "a message"u8);
                outbox.TrySend(frame);
                var sending = outbox.SendAsync(frame, CancellationToken.None);
                Assert.True(sending.IsCompletedSuccessfully);
                frame.Release();
            }
        }
    }

    [Fact]
    public void What_is_sent_goes_out_at_once_and_in_order()
    {
        for (var i = 0; i < 5; i++) Assert.True(TrySend($"{i}"));
        Assert.Equal(["0", "1", "2", "3", "4"], _transport.Sent);
    }

    [Fact]
    public async Task What_is_added_during_a_flush_goes_out_with_the_next()
    {
        _transport.Hold();
        TrySend("a");
        TrySend("b");
        TrySend("c");
        Assert.Equal(["a"], _transport.Sent);

        _transport.Read();
        await _outbox.StopAsync(dropWaiting: false);
        Assert.Equal(["a", "b", "c"], _transport.Sent);
    }

    [Fact]
    public void A_frame_that_does_not_fit_is_an_overflow()
    {
        _transport.Hold();
        Assert.True(TrySend(new('x', 600)));
        Assert.False(TrySend(new('y', 600)));
        Assert.Equal(1, _overflows);
        Assert.True(TrySend("small"));
    }

    [Fact]
    public async Task Own_sends_wait_until_half_of_the_outbox_is_free()
    {
        _transport.Hold();
        Assert.True((await SendOwnAsync(new('x', 100))));
        var waiting = SendOwnAsync(new('y', 900)).AsTask();
        Assert.False(waiting.IsCompleted);

        _transport.Read();
        Assert.True(await waiting);
        Assert.Equal(0, _overflows);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_the_message_stays()
    {
        using var cancellation = new CancellationTokenSource();
        _transport.Hold();
        await SendOwnAsync(new('x', 400));
        var waiting = SendAsync("behind" + new string('y', 400), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _transport.Read();
        await _outbox.StopAsync(dropWaiting: false);
        Assert.StartsWith("behind", _transport.Sent.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_sends_that_nobody_awaits_have_a_limit_too()
    {
        _transport.Hold();
        var first = SendOwnAsync(new('x', 900)).AsTask();
        var second = SendOwnAsync(new('x', 900)).AsTask();
        Assert.False(await SendOwnAsync(new('x', 900)));
        Assert.Equal(1, _overflows);

        _transport.Read();
        Assert.True(await first);
        Assert.True(await second);
    }

    [Fact]
    public async Task The_close_frame_comes_last_and_nothing_after_it()
    {
        _transport.Hold();
        TrySend("a");
        TrySend("b");
        _outbox.Close(Frame.Close(1000, "bye"), dropWaiting: false);
        Assert.False(TrySend("c"));
        Assert.False(await SendOwnAsync("d"));

        _transport.Read();
        await _outbox.StopAsync(dropWaiting: false);
        Assert.Equal(["a", "b", "Close"], _transport.Sent);
    }

    [Fact]
    public async Task A_reader_who_is_too_slow_gets_the_close_frame_instead()
    {
        _transport.Hold();
        TrySend("a");
        TrySend("b");
        var waiting = SendOwnAsync(new('x', 900)).AsTask();
        _outbox.Close(Frame.Close(1008, "too slow"), dropWaiting: true);
        Assert.False(await waiting);

        _transport.Read();
        await _outbox.StopAsync(dropWaiting: false);
        Assert.Equal(["a", "Close"], _transport.Sent);
    }

    [Fact]
    public async Task A_flood_of_pings_costs_one_pong()
    {
        _transport.Hold();
        TrySend("a");
        for (var i = 0; i < 1000; i++) _outbox.Pong("x"u8);
        _transport.Read();
        await _outbox.StopAsync(dropWaiting: false);
        Assert.Equal(["a", "Pong"], _transport.Sent);
    }

    [Fact]
    public async Task Concurrent_senders_lose_nothing_and_keep_each_ones_order()
    {
        var senders = Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++) Assert.True(await SendOwnAsync($"{sender}:{i}"));
        }));
        await Task.WhenAll(senders);
        await _outbox.StopAsync(dropWaiting: false);

        Assert.Equal(8_000, _transport.Sent.Count);
        foreach (var sender in _transport.Sent.GroupBy(text => text[0]))
            Assert.Equal(Enumerable.Range(0, 2_000), sender.Select(text => int.Parse(text[2..], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(0, _overflows);
    }

    [Fact]
    public async Task A_sender_does_not_write_for_the_others_without_end()
    {
        var (sender, flushes, added) = (Environment.CurrentManagedThreadId, 0, 0);
        _transport.Flushing = () =>
        {
            if (Environment.CurrentManagedThreadId == sender) flushes++;
            if (++added < 10_000) TrySend("another's");
        };
        TrySend("mine");
        Assert.InRange(flushes, 1, 100);

        await _outbox.StopAsync(dropWaiting: false);
        Assert.Equal(0, _overflows);
        Assert.Equal("mine", _transport.Sent.First());
    }
}
