using System.Diagnostics;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Clients that connect one after the other within some time, whether the server keeps up or not, and each say one thing.</summary>
/// <param name="servers">Where they connect, in turns.</param>
/// <param name="count">How many clients.</param>
/// <param name="asUsers">Whether each is a user of its own.</param>
internal sealed class Returning(IEndpoint[] servers, int count, bool asUsers = false) : IDisposable
{
    private enum Step
    {
        Dialed,
        Asked,
        Greeted,
        Said,
        In,
    }

    private readonly Epoll _epoll = new();
    private readonly List<Client> _clients = new(count);
    private readonly Step[] _steps = new Step[count];
    private readonly int[] _ready = new int[256];
    private readonly byte[] _frame = servers[0].Kind.Frame("say");
    private int _in;

    /// <summary>From the first connect until the last of them had its answer.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Of the others, meanwhile: the milliseconds from when a message was due to its answer.</summary>
    public double P99 { get; private set; }

    /// <summary>Lets them come.</summary>
    /// <param name="within">They begin to connect at equal distances within this time.</param>
    /// <param name="others">Who talks to the server meanwhile.</param>
    /// <param name="messagesPerSecond">How many messages the others send, together.</param>
    /// <param name="patience">How long it may take.</param>
    public void Run(TimeSpan within, Crowd? others, double messagesPerSecond, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        List<double> latencies = [];
        var sent = 0;
        while (_in < count)
        {
            Elapsed = Stopwatch.GetElapsedTime(start);
            if (Elapsed > patience) throw new InvalidOperationException($"{_in} of {count} are in after {Elapsed.TotalSeconds:0} s.");
            for (var due = Math.Min(count, (int)(Elapsed / within * count) + 1); _clients.Count < due;) Dial();
            if (others is not null)
            {
                for (; sent < messagesPerSecond * Elapsed.TotalSeconds; sent++) others.SendOf(sent, _frame, start + (long)(sent / messagesPerSecond * Stopwatch.Frequency));
                others.Answered(latencies, 0);
            }

            var ready = _epoll.Wait(_ready, 1);
            for (var i = 0; i < ready; i++) GoOn(_ready[i]);
        }

        Elapsed = Stopwatch.GetElapsedTime(start);
        if (others is null) return;

        for (var end = Stopwatch.GetTimestamp(); latencies.Count < sent && Stopwatch.GetElapsedTime(end) < patience;) others.Answered(latencies, 1);
        latencies.Sort();
        P99 = latencies[latencies.Count * 99 / 100];
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _epoll.Dispose();
    }

    private void Dial()
    {
        var client = Client.Dial(ServerOf(_clients.Count));
        _epoll.Add(client.File, _clients.Count, untilWritable: true);
        _clients.Add(client);
    }

    private IEndpoint ServerOf(int number) => servers[number % servers.Length];

    private void GoOn(int number)
    {
        var (client, isSignalR) = (_clients[number], servers[0].Kind.IsSignalR);
        switch (_steps[number])
        {
            case Step.Dialed:
                client.SendHandshake(ServerOf(number), asUsers ? $"user-{number}" : null);
                _epoll.AwaitReadable(client.File, number);
                _steps[number] = Step.Asked;
                break;

            case Step.Asked:
                if (!client.TryReadHandshake()) break;
                if (isSignalR) client.SendSignalRHandshake();
                else client.Send(_frame);
                _steps[number] = isSignalR ? Step.Greeted : Step.Said;
                break;

            case Step.Greeted:
                if (client.Receive() == 0) break;
                client.Send(_frame);
                _steps[number] = Step.Said;
                break;

            case Step.Said:
                if (client.Receive() == 0) break;
                _steps[number] = Step.In;
                _in++;
                break;

            default:
                client.Receive();
                break;
        }
    }
}
