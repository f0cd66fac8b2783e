using System.Buffers.Binary;
using QueueRun.Connections;
using QueueRun.Wire;

namespace QueueRun.Runtime.Tests;

/// <summary>Many threads on one outbox, an erratic peer, and an end at any time.</summary>
public class OutboxStressTests
{
    /// <summary>How a round ends.</summary>
    public enum Ending { Stopped, Closed, StoppedWhileSending, ClosedWhileSending, DroppedWhileSending, TooSlow }

    private const int Capacity = 4096;
    private const int MaxLength = 600;
    private const int Senders = 4;
    private const int Messages = 60;

    // QUEUERUN_OUTBOX_ROUNDS: more rounds than usual.
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("QUEUERUN_OUTBOX_ROUNDS"), out var rounds) ? rounds : 150;

    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    private enum Taken { No, Yes, Unknown }

    private sealed class Message
    {
        public required int Sender { get; init; }
        public required int Number { get; init; }
        public required Frame Frame { get; init; }
        public long Started { get; set; }  // tickets: if a call has returned before another began, its message comes first
        public long Returned { get; set; }
        public Taken Taken { get; set; }
        public CancellationTokenSource? Cancellation { get; set; }
        public Task<bool>? Wait { get; set; }
    }

    [Theory]
    [InlineData(Ending.Stopped)]
    [InlineData(Ending.Closed)]
    [InlineData(Ending.StoppedWhileSending)]
    [InlineData(Ending.ClosedWhileSending)]
    [InlineData(Ending.DroppedWhileSending)]
    [InlineData(Ending.TooSlow)]
    public async Task Nothing_is_lost_torn_or_out_of_order(Ending ending)
    {
        var first = Random.Shared.Next();
        for (var round = 0; round < Rounds; round++)
        {
            var seed = first + round;
            try
            {
                await new Round(ending, seed).RunAsync();
            }
            catch (Exception error) when (error is not OperationCanceledException || !TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{ending}, seed {seed}: {error.Message}", error);
            }
        }
    }

    private sealed class Round
    {
        private readonly Ending _ending;
        private readonly Random _random;
        private readonly BusyTransport _transport;
        private readonly Outbox _outbox;
        private readonly TaskCompletionSource _endNow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly int _endAfter;
        private int _sent;
        private int _overflows;
        private int _pongs;
        private int _pings;
        private long _ticket;

        public Round(Ending ending, int seed)
        {
            (_ending, _random) = (ending, new(seed));
            _endAfter = _random.Next(1, Senders * Messages);
            var over = _random.Next(8) == 0 ? _random.Next(50) : int.MaxValue;
            _transport = new(new(_random.Next()), over);
            _outbox = new(_transport, TimeProvider.System, Capacity, new Peer { Overflowed = Overflow });
        }

        private bool EndsEarly => _ending is not (Ending.Stopped or Ending.Closed);

        private bool Drops => _ending is Ending.DroppedWhileSending or Ending.TooSlow;

        public async Task RunAsync()
        {
            var seeds = Enumerable.Range(0, Senders).Select(_ => _random.Next()).ToArray();
            var sending = seeds.Select((seed, sender) => Task.Run(() => SendAsync(sender, new(seed)))).ToArray();
            var (controlSeed, sampling) = (_random.Next(), true);
            var controlling = Task.Run(() => Control(new(controlSeed)));
            var sizes = Task.Run(() =>
            {
                while (Volatile.Read(ref sampling))
                {
                    Assert.InRange(_outbox.Size, 0, 2 * Capacity);
                    Thread.Yield();
                }
            });

            if (EndsEarly) await _endNow.Task.WaitAsync(Watchdog);
            else await Task.WhenAll([.. sending, controlling]).WaitAsync(Watchdog);

            var (pongs, pings) = (Volatile.Read(ref _pongs), Volatile.Read(ref _pings));
            var (closed, frame) = (false, Frame.Close(1000, "bye"));
            if (_ending is Ending.Closed or Ending.ClosedWhileSending || (_ending is Ending.DroppedWhileSending && _random.Next(2) == 0))
            {
                _outbox.Close(frame, dropWaiting: Drops);
                closed = true;
            }
            else
            {
                frame.Release();
            }

            await _outbox.StopAsync(dropWaiting: Drops && _ending is not Ending.TooSlow).WaitAsync(Watchdog);
            _transport.End();
            Assert.False(_transport.IsFlushing);
            Assert.Equal(0, _outbox.Size);
            Assert.True(_outbox.IsIdle);
            Assert.Equal(TimeSpan.Zero, _outbox.StuckFor);

            var messages = (await Task.WhenAll(sending).WaitAsync(Watchdog)).SelectMany(all => all).ToList();
            await controlling.WaitAsync(Watchdog);
            Volatile.Write(ref sampling, false);
            await sizes.WaitAsync(Watchdog);
            foreach (var message in messages) await SettleAsync(message);

            Assert.Empty(_transport.Faults);
            CheckMessages(messages);
            CheckControl(closed, pongs, pings);
            CheckReferences(messages);
        }

        private async Task<List<Message>> SendAsync(int sender, Random random)
        {
            List<Message> messages = [];
            for (var number = 0; number < Messages; number++)
            {
                var message = new Message
                {
                    Sender = sender, Number = number, Frame = BusyTransport.Message(sender, number, random.Next(MaxLength)),
                };
                messages.Add(message);
                message.Started = Interlocked.Increment(ref _ticket);
                var kind = random.Next(4);
                if (kind == 0)
                {
                    message.Taken = _outbox.TrySend(message.Frame) ? Taken.Yes : Taken.No;
                }
                else
                {
                    if (kind == 1) message.Cancellation = new();
                    var wait = _outbox.SendAsync(message.Frame, message.Cancellation?.Token ?? default);
                    message.Taken = !wait.IsCompleted ? Taken.Yes : Taken.Unknown;
                    message.Wait = wait.AsTask();
                }

                message.Returned = Interlocked.Increment(ref _ticket);
                if (Interlocked.Increment(ref _sent) == _endAfter) _endNow.TrySetResult();
                if (kind == 1 && random.Next(2) == 0) await message.Cancellation!.CancelAsync();
                if (kind == 2 || (kind == 1 && random.Next(4) == 0)) await SettleAsync(message);
                if (random.Next(20) == 0) await Task.Yield();
            }

            return messages;
        }

        /// <summary>Every wait ends, with one of the allowed results.</summary>
        private async Task SettleAsync(Message message)
        {
            if (message.Wait is null) return;

            try
            {
                // True: there was room. False: the outbox has ended, or had no room; the message may still have been sent.
                if (await message.Wait.WaitAsync(Watchdog)) message.Taken = Taken.Yes;
                else if (!EndsEarly && message.Taken is Taken.Unknown) message.Taken = Taken.No;
            }
            catch (OperationCanceledException) when (message.Cancellation is { IsCancellationRequested: true })
            {
                message.Taken = Taken.Yes;
            }

            message.Wait = null;
        }

        private void Control(Random random)
        {
            Span<byte> payload = stackalloc byte[4];
            for (var i = 0; i < Messages; i++)
            {
                if (random.Next(3) == 0)
                {
                    _outbox.Ping();
                    Interlocked.Increment(ref _pings);
                }
                else
                {
                    BinaryPrimitives.WriteInt32LittleEndian(payload, _pongs + 1);
                    _outbox.Pong(payload);
                    Interlocked.Increment(ref _pongs);
                }

                Thread.SpinWait(random.Next(500));
            }
        }

        private void Overflow()
        {
            Interlocked.Increment(ref _overflows);
            if (_ending is not Ending.TooSlow) return;

            _outbox.Close(Frame.Close(1008, "too slow"), dropWaiting: true);
            _endNow.TrySetResult();
        }

        private void CheckMessages(List<Message> messages)
        {
            var known = messages.ToDictionary(message => (message.Sender, message.Number));
            var written = _transport.Written.Where(one => one.Opcode is Opcode.Binary).Select(one => known[(one.Sender, one.Number)]).ToList();
            Assert.Equal(written.Count, written.Distinct().Count());
            Assert.DoesNotContain(written, message => message.Taken is Taken.No);

            var earliest = long.MaxValue;
            foreach (var message in Enumerable.Reverse(written))
            {
                Assert.True(earliest > message.Started, "a message came before another that was sent earlier");
                earliest = Math.Min(earliest, message.Returned);
            }

            // Only the last of the accepted messages may be lost.
            var lost = messages.Where(message => message.Taken is Taken.Yes).Except(written).ToList();
            if (!Drops) Assert.Empty(lost);
            foreach (var message in lost)
                Assert.DoesNotContain(written, other => other.Started > message.Returned);

            if (!EndsEarly) Assert.Equal(messages.Count(message => message.Taken is Taken.No), _overflows);
        }

        private void CheckControl(bool closed, int pongsBefore, int pingsBefore)
        {
            var written = _transport.Written;
            var pongs = written.Where(one => one.Opcode is Opcode.Pong).Select(one => one.Number).ToList();
            Assert.Equal(pongs.Distinct().Order(), pongs);
            Assert.InRange(written.Count(one => one.Opcode is Opcode.Ping), Drops ? 0 : pingsBefore, _pings);
            if (!Drops && pongsBefore > 0) Assert.True(pongs.LastOrDefault() >= pongsBefore, "the newest ping was not answered");

            var closes = written.Count(one => one.Opcode is Opcode.Close);
            Assert.InRange(closes, closed && !Drops ? 1 : 0, closed || _ending is Ending.TooSlow ? 1 : 0);
            if (closes > 0) Assert.Equal(Opcode.Close, written[^1].Opcode);
        }

        /// <summary>Every reference that the outbox took was returned, and no other.</summary>
        private static void CheckReferences(List<Message> messages)
        {
            foreach (var message in messages)
            {
                Assert.False(message.Frame.Bytes.IsEmpty);
                message.Frame.Release();
                Assert.Throws<ObjectDisposedException>(() => message.Frame.Bytes);
                message.Cancellation?.Dispose();
            }
        }
    }
}
