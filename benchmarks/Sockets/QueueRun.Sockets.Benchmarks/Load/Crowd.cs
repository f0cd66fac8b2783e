using System.Diagnostics;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Connections to one server, or to several, driven by one thread.</summary>
/// <param name="server">The server, if it is one.</param>
internal sealed class Crowd(ServerProcess? server = null) : IDisposable
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(6); // on a busy machine the compiler needs more than three

    private readonly Epoll _epoll = new();
    private readonly List<Client> _clients = [];
    private readonly int[] _ready = new int[256];

    /// <summary>
    /// Crowds of one kind, each with a server of its own: processes of one build differ by what was hot when their code was compiled again.
    /// </summary>
    public static Crowd[] Several(Func<Crowd> open) => [.. Enumerable.Range(0, 3).Select(_ => open())];

    /// <summary>Measures another of them each time. Before, each is measured often enough that its code is not compiled again later.</summary>
    public static Func<double> InTurns(Crowd[] crowds, Func<Crowd, double> measure)
    {
        foreach (var crowd in crowds)
        {
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_warmUp;) measure(crowd);
        }

        var round = 0;
        return () => measure(crowds[round++ % crowds.Length]);
    }

    public ServerProcess Server => server ?? throw new InvalidOperationException("These connections have several servers.");

    public int Count => _clients.Count;

    /// <summary>How many bytes of frames came to all of them.</summary>
    public long Bytes => _clients.Sum(client => client.Bytes);

    /// <summary>Opens connections, each as a user of its own where asked.</summary>
    public Crowd Open(int count, bool asUsers = false, Func<int, string>? from = null)
    {
        for (var i = 0; i < count; i++)
        {
            var client = Client.Connect(Server, asUsers ? $"user-{_clients.Count}" : null, from?.Invoke(i) ?? "127.0.0.1");
            _epoll.Add(client.File, _clients.Count);
            _clients.Add(client);
        }

        return this;
    }

    /// <summary>Opens one more connection, of a user, to this server or another.</summary>
    public Client Open(IEndpoint server, string user)
    {
        var client = Client.Connect(server, user);
        _epoll.Add(client.File, _clients.Count);
        _clients.Add(client);
        return client;
    }

    /// <summary>Opens connections of users, some hundred at a time.</summary>
    public void Open(IEnumerable<(IEndpoint Server, string User)> users)
    {
        foreach (var some in users.Chunk(200))
        {
            foreach (var client in Array.ConvertAll(some, static one => Client.Begin(one.Server, one.User)))
            {
                client.AwaitOpen();
                client.StopWaiting();
                _epoll.Add(client.File, _clients.Count);
                _clients.Add(client);
            }
        }
    }

    /// <summary>
    /// The connections of the first half send to those of the second half: each of the first ones has one message on its way, and sends the next
    /// when that has come.
    /// </summary>
    /// <param name="frames">What the senders send: one frame each, for as many senders as are to send.</param>
    /// <param name="messages">How many messages in all.</param>
    public void Relay(byte[][] frames, int messages)
    {
        var (half, sent) = (_clients.Count / 2, 0);
        for (var i = 0; i < frames.Length; i++) Send(i);
        for (var came = 0; came < messages;)
        {
            var ready = _epoll.Wait(_ready, 1000);
            for (var i = 0; i < ready; i++)
            {
                for (var more = _clients[_ready[i]].Receive(); more > 0; more--, came++) Send(_ready[i] - half);
            }
        }

        void Send(int sender)
        {
            if (sent == messages) return;

            sent++;
            _clients[sender].Send(frames[sender]);
        }
    }

    /// <summary>Reads what is there, after so many milliseconds at the latest.</summary>
    public void Receive(int milliseconds)
    {
        var ready = _epoll.Wait(_ready, milliseconds);
        for (var i = 0; i < ready; i++) _clients[_ready[i]].Receive();
    }

    /// <summary>Each connection has so many messages on their way, and sends the next when one is answered.</summary>
    public void Echo(byte[] frame, int inFlight, int messages)
    {
        var frames = Enumerable.Repeat(frame, inFlight).SelectMany(bytes => bytes).ToArray();
        var sent = 0;
        foreach (var client in _clients) Send(client, inFlight);
        for (var answered = 0; answered < messages;)
        {
            var ready = _epoll.Wait(_ready, 1000);
            for (var i = 0; i < ready; i++)
            {
                var client = _clients[_ready[i]];
                var came = client.Receive();
                answered += came;
                Send(client, came);
            }
        }

        void Send(Client client, int count)
        {
            count = Math.Min(count, messages - sent);
            if (count > 0) client.Send(frames.AsSpan(0, frame.Length * count));
            sent += count;
        }
    }

    /// <summary>Each connection sends one message, when the one before it has its answer: the server needs no more room for it than for one.</summary>
    public void Greet(byte[] frame)
    {
        foreach (var client in _clients)
        {
            client.Send(frame);
            Await(1);
        }
    }

    /// <summary>The first connection sends; waits until so many messages have come to all connections, its own included.</summary>
    public void Broadcast(byte[] frame, int times, int deliveries)
    {
        for (var time = 0; time < times; time++)
        {
            _clients[0].Send(frame);
            Await(deliveries);
        }
    }

    /// <summary>Sends at a rate, whether it is answered or not; the milliseconds from when a message was due to its answer.</summary>
    public List<double> Pace(byte[] frame, double perSecond, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var interval = Stopwatch.Frequency / perSecond;
        var messages = (int)(perSecond * duration.TotalSeconds);
        List<double> latencies = new(messages);
        for (var sent = 0; latencies.Count < messages;)
        {
            for (var now = Stopwatch.GetTimestamp(); sent < messages && start + (long)(sent * interval) <= now; sent++) SendOf(sent, frame, start + (long)(sent * interval));
            Answered(latencies, 0);
        }

        return latencies;
    }

    /// <summary>Sends a message from one of the connections, which was due at this time.</summary>
    public void SendOf(int number, byte[] frame, long due)
    {
        var client = _clients[number % _clients.Count];
        client.Sent.Enqueue(due);
        client.Send(frame);
    }

    /// <summary>Reads the answers that are there; adds the milliseconds from when a message was due to its answer.</summary>
    public void Answered(List<double> latencies, int milliseconds)
    {
        var ready = _epoll.Wait(_ready, milliseconds);
        for (var i = 0; i < ready; i++)
        {
            var client = _clients[_ready[i]];
            for (var came = client.Receive(); came > 0; came--) latencies.Add(Stopwatch.GetElapsedTime(client.Sent.Dequeue()).TotalMilliseconds);
        }
    }

    /// <summary>Answers pings, and nothing else.</summary>
    public void Idle(TimeSpan duration)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < duration;)
        {
            Receive(100);
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _epoll.Dispose();
    }

    /// <summary>One of the connections sends.</summary>
    public void SendOf(int number, byte[] frame) => _clients[number].Send(frame);

    /// <summary>The first connection sends.</summary>
    public void Send(ReadOnlySpan<byte> frames) => _clients[0].Send(frames);

    /// <summary>Waits until so many messages have come to all connections.</summary>
    public void Await(int messages)
    {
        while (messages > 0)
        {
            var ready = _epoll.Wait(_ready, 1000);
            for (var i = 0; i < ready; i++) messages -= _clients[_ready[i]].Receive();
        }
    }
}
