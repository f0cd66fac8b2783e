using System.Buffers.Binary;
using QueueRun.Connections;
using QueueRun.Wire;

namespace QueueRun.Runtime.Tests;

/// <summary>Random operations on one outbox, in sequence, compared with a model.</summary>
public class OutboxModelTests
{
    private const int Capacity = 1000;
    private const int Overhead = 32;  // the cost of a frame besides its bytes
    private const int Header = 2;

    [Fact]
    public async Task Does_what_the_model_does()
    {
        var first = Random.Shared.Next();
        for (var round = 0; round < 2_000; round++)
        {
            var seed = first + round;
            var steps = new List<string>();
            try
            {
                await Task.Run(() => new Round(new(seed), steps).Run(), TestContext.Current.CancellationToken);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}, after {string.Join(", ", steps)}: {error.Message}", error);
            }
        }
    }

    /// <summary>A transport whose flushes are held until the test completes them.</summary>
    private sealed class HeldTransport : WritingTransport
    {
        private TaskCompletionSource<bool>? _flush;

        public List<string> Written { get; } = [];

        public bool Holds { get; set; }

        public bool IsFlushing => _flush is not null;

        public void Complete()
        {
            var flush = _flush!;
            _flush = null;
            flush.SetResult(true);
        }

        public override void Write(Frame frame)
        {
            Assert.Null(_flush);
            lock (Written)
            {
                Written.Add(frame.Opcode is Opcode.Binary or Opcode.Pong
                    ? $"{frame.Opcode} {BinaryPrimitives.ReadInt32LittleEndian(frame.Payload.Span)}"
                    : $"{frame.Opcode}");
            }

            frame.Release();
        }

        public override ValueTask<bool> FlushAsync()
        {
            if (!Holds) return new(true);

            _flush = new();
            return new(_flush.Task);
        }
    }

    private sealed record Wait(int Number, Task<bool> Task, CancellationTokenSource Cancellation)
    {
        public string Expected { get; set; } = "waits";

        public string Actual => !Task.IsCompleted ? "waits" : Task.IsCanceled ? "cancelled" : $"{Task.Result}";
    }

    private sealed class Round
    {
        private readonly Random _random;
        private readonly List<string> _steps;
        private readonly HeldTransport _transport = new();
        private readonly Outbox _outbox;
        private readonly List<Wait> _waits = [];
        private int _overflowed;

        // The model.
        private readonly List<string> _written = [];
        private readonly List<(int Number, int Size)> _waiting = [];
        private string? _pong;
        private int _pings;
        private bool _closes;
        private bool _closed;
        private bool _flushing;
        private int _flushingSize;
        private int _overflows;
        private bool _holds;
        private int _number;

        public Round(Random random, List<string> steps)
            => (_random, _steps, _outbox) = (random, steps, new(_transport, TimeProvider.System, Capacity, new Peer { Overflowed = () => _overflowed++ }));

        private int Size => _flushingSize + _waiting.Sum(one => one.Size);

        public void Run()
        {
            var end = _random.Next(5, 60);
            for (var i = 0; i < end; i++)
            {
                Step();
                Compare();
            }

            Do("stop", () =>
            {
                var drop = _random.Next(2) == 0;
                var stopped = _outbox.StopAsync(drop);
                _closed = true;
                if (drop) Drop(close: true);
                else Pump();
                foreach (var wait in _waits.Where(wait => wait.Expected == "waits")) wait.Expected = "False";
                Compare();
                while (_flushing)
                {
                    Assert.False(stopped.IsCompleted, "stopped during a flush");
                    CompleteFlush();
                    Compare();
                }

                Assert.True(SpinWait.SpinUntil(() => stopped.IsCompletedSuccessfully, TimeSpan.FromSeconds(30)), "does not stop");
            });
        }

        private void Do(string step, Action action)
        {
            _steps.Add(step);
            action();
        }

        private void Step()
        {
            switch (_random.Next(14))
            {
                case <= 3: Do("try", TrySend); break;
                case <= 6: Do("send", Send); break;
                case 7: Do("pong", Pong); break;
                case 8: Do("ping", Ping); break;
                case 9: Do("hold", () => _holds = _transport.Holds = true); break;
                case 10: Do("let go", () => _holds = _transport.Holds = false); break;
                case 11 or 12 when _flushing: Do("flushed", CompleteFlush); break;
                case 12 when _waits.LastOrDefault(wait => wait.Expected == "waits") is { } wait: Do("cancel", () => Cancel(wait)); break;
                case 13 when _random.Next(8) == 0: Do("close", Close); break;
            }
        }

        private void TrySend()
        {
            var (frame, size) = Message();
            var taken = _outbox.TrySend(frame);
            frame.Release();
            Assert.Equal(Takes(size, Capacity), taken);
        }

        private void Send()
        {
            var (frame, size) = Message();
            var cancellation = new CancellationTokenSource();
            var wait = new Wait(_number, _outbox.SendAsync(frame, cancellation.Token).AsTask(), cancellation);
            frame.Release();
            _waits.Add(wait);
            wait.Expected = !Takes(size, 2 * Capacity) ? "False" : Size <= Capacity / 2 ? "True" : "waits";
        }

        private (Frame Frame, int Size) Message()
        {
            // Short ones, whose headers have two bytes, so that the sum is simple.
            var payload = new byte[_random.Next(4, 125)];
            BinaryPrimitives.WriteInt32LittleEndian(payload, ++_number);
            var size = Header + payload.Length + Overhead;
            return (Frame.Create(Opcode.Binary, payload), size);
        }

        private bool Takes(int size, int limit)
        {
            if (_closed) return false;
            if (Size > 0 && Size + size > limit)
            {
                _overflows++;
                return false;
            }

            _waiting.Add((_number, size));
            Pump();
            return true;
        }

        private void Pong()
        {
            Span<byte> payload = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(payload, ++_number);
            _outbox.Pong(payload);
            if (_closed) return;
            _pong = $"Pong {_number}";
            Pump();
        }

        private void Ping()
        {
            _outbox.Ping();
            if (_closed) return;
            _pings++;
            Pump();
        }

        private static void Cancel(Wait wait)
        {
            wait.Cancellation.Cancel();
            wait.Expected = "cancelled";
        }

        private void Close()
        {
            var drop = _random.Next(2) == 0;
            _outbox.Close(Frame.Close(1000, "bye"), drop);
            if (_closed) return;
            (_closed, _closes) = (true, true);
            if (drop) Drop(close: false);
            Pump();
            foreach (var wait in _waits.Where(wait => wait.Expected == "waits")) wait.Expected = "False";
        }

        private void Drop(bool close)
        {
            _waiting.Clear();
            (_pong, _pings) = (null, 0);
            if (close) _closes = false;
        }

        private void CompleteFlush()
        {
            // Before the completion, because the outbox continues at once.
            (_flushing, _flushingSize) = (false, 0);
            ReleaseWaits();
            Pump();
            _transport.Complete();
        }

        /// <summary>Writes all waiting frames, if no write is in progress.</summary>
        private void Pump()
        {
            if (_flushing || (_waiting.Count == 0 && _pong is null && _pings == 0 && !_closes)) return;

            if (_pong is not null) _written.Add(_pong);
            _written.AddRange(Enumerable.Repeat("Ping", _pings));
            _written.AddRange(_waiting.Select(one => $"Binary {one.Number}"));
            if (_closes) _written.Add("Close");
            if (_holds) (_flushing, _flushingSize) = (true, _waiting.Sum(one => one.Size));
            _waiting.Clear();
            (_pong, _pings, _closes) = (null, 0, false);
            if (!_flushing) ReleaseWaits();
        }

        private void ReleaseWaits()
        {
            if (Size > Capacity / 2) return;
            foreach (var wait in _waits.Where(wait => wait.Expected == "waits")) wait.Expected = "True";
        }

        /// <summary>The outbox may continue on another thread: waits until it agrees with the model.</summary>
        private void Compare()
        {
            if (SpinWait.SpinUntil(() => Expected() == Actual(), TimeSpan.FromSeconds(30))) return;
            Assert.Equal(Expected(), Actual());
        }

        private string Expected() => string.Join('\n', [
            .. _written, $"size {Size}", $"idle {!_flushing}", $"flushing {_flushing}", $"stuck {_flushing}", $"overflows {_overflows}",
            .. _waits.Select(wait => $"{wait.Number} {wait.Expected}")]);

        private string Actual()
        {
            string[] written;
            lock (_transport.Written) written = [.. _transport.Written];
            return string.Join('\n', [
                .. written, $"size {_outbox.Size}", $"idle {_outbox.IsIdle}", $"flushing {_transport.IsFlushing}", $"stuck {_outbox.StuckFor > TimeSpan.Zero}",
                $"overflows {_overflowed}", .. _waits.Select(wait => $"{wait.Number} {wait.Actual}")]);
        }
    }
}
