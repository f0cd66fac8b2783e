using System.Buffers.Text;
using System.Diagnostics;
using QueueRun.Sockets.Benchmarks;

namespace QueueRun.Cluster.Benchmarks;

/// <summary>Users at all processes, to each of whom another process sends in each turn.</summary>
internal sealed class Probe : IDisposable
{
    private const int Users = 300;
    private const int Following = 8; // turns after one that has arrived as a whole: they must, too

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Side _side;
    private readonly Crowd _crowd;
    private readonly Client[] _senders;
    private readonly List<(int Came, long Ended)> _turns = [];

    public Probe(Side side)
    {
        _side = side;
        _crowd = new();
        _senders = Array.ConvertAll(side.Servers, server => _crowd.Open(server, $"sender-{server.Port}"));
        for (var i = 0; i < Users; i++) _crowd.Open(side.Servers[i % Side.Processes], $"probed-{i}").Received = Count;
    }

    /// <summary>Sends in turns, until all arrive; how long that took: until all of the first turn have come after which nothing was lost.</summary>
    public TimeSpan AwaitAll()
    {
        var (start, first) = (Stopwatch.GetTimestamp(), _turns.Count);
        while (true)
        {
            var turn = Stopwatch.GetTimestamp();
            SendAll();
            do
            {
                _crowd.Receive(1);
            }
            while (Stopwatch.GetElapsedTime(turn) < s_interval);

            for (var i = first; i + Following < _turns.Count; i++)
            {
                if (_turns.Skip(i).Take(Following + 1).All(static one => one.Came == Users)) return Stopwatch.GetElapsedTime(start, _turns[i].Ended);
            }

            if (Stopwatch.GetElapsedTime(start) > s_patience) throw new InvalidOperationException($"Of the last turns, these arrived: {string.Join(' ', _turns.TakeLast(Following).Select(static one => one.Came))}.");
        }
    }

    public void Dispose() => _crowd.Dispose();

    /// <summary>A user's message comes from the process after that with the user.</summary>
    private void SendAll()
    {
        var room = $"turn-{_turns.Count}-";
        _turns.Add(default);
        for (var sender = 0; sender < _senders.Length; sender++)
            _senders[sender].Send([.. Enumerable.Range(0, Users).Where(i => (i + 1) % Side.Processes == sender).SelectMany(i => _side.Kind.Whisper($"probed-{i}", room))]);
    }

    private void Count(ReadOnlySpan<byte> message)
    {
        var at = message.IndexOf("turn-"u8);
        if (at < 0 || !Utf8Parser.TryParse(message[(at + "turn-"u8.Length)..], out int turn, out _)) throw new InvalidOperationException("An unexpected message came.");

        var came = _turns[turn].Came + 1;
        _turns[turn] = (came, Stopwatch.GetTimestamp());
    }
}
