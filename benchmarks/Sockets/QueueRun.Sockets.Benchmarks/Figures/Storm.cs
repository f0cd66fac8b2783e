using System.Diagnostics;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Many clients come back at once: after the network dropped them, and after the server was started again.</summary>
internal static class Storm
{
    private const int Staying = 100;
    private const double MessagesPerSecond = 500;  // of those that stay, together
    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly record struct Figure(double Cpu, double Seconds, double P99);

    public static void Run(int rounds, int clients)
    {
        var kinds = new[] { ServerKind.BareTyped, ServerKind.SignalR, ServerKind.QueueRun };
        Dropped(rounds, clients, kinds);
        Restarted(rounds, clients, kinds);
    }

    /// <summary>The server stays, and notices that they are gone; some clients stay, and go on talking.</summary>
    private static void Dropped(int rounds, int clients, ServerKind[] kinds)
    {
        var servers = kinds.Select(kind => ServerProcess.Start(kind)).ToArray();
        var staying = servers.Select(server => new Crowd(server).Open(Staying)).ToArray();
        Print(rounds, kinds, $"{clients} clients lose their connections, and are back within {s_within.TotalSeconds:0} s; {Staying} stay", i =>
        {
            double before;
            using (Return(servers[i], clients, null)) before = servers[i].Cpu;
            Settle(servers[i]);
            Figure figure;
            using (var back = Return(servers[i], clients, staying[i])) figure = new((servers[i].Cpu - before) / 1e6, back.Elapsed.TotalSeconds, back.P99);
            Settle(servers[i]); // the next server's turn begins when this one has nothing left to do
            return figure;
        });
        FanOut.End(staying);
    }

    /// <summary>Waits until the server has noticed that its clients are gone, all but those that stay.</summary>
    private static void Settle(ServerProcess server)
    {
        for (var start = Stopwatch.GetTimestamp(); server.Sockets > Staying + 10 && Stopwatch.GetElapsedTime(start) < s_patience;) Thread.Sleep(50);
    }

    /// <summary>A new process, whose code is not compiled yet.</summary>
    private static void Restarted(int rounds, int clients, ServerKind[] kinds)
        => Print(rounds, kinds, $"{clients} clients are back within {s_within.TotalSeconds:0} s after the server was started again", i =>
        {
            using var server = ServerProcess.Start(kinds[i]);
            using var back = Return(server, clients, null);
            return new(server.Cpu / 1e6, back.Elapsed.TotalSeconds, double.NaN);
        });

    private static Returning Return(ServerProcess server, int clients, Crowd? staying)
    {
        var returning = new Returning([server], clients);
        returning.Run(s_within, staying, MessagesPerSecond, s_patience);
        return returning;
    }

    private static void Print(int rounds, ServerKind[] kinds, string title, Func<int, Figure> measure)
    {
        var figures = kinds.Select(_ => new Figure[rounds]).ToArray();
        for (var round = -1; round < rounds; round++) // one to warm up
        {
            for (var i = 0; i < kinds.Length; i++)
            {
                var figure = measure(i);
                if (round >= 0) figures[i][round] = figure;
            }
        }

        string[] names = [.. kinds.Select(kind => kind.Name)];
        Rounds.Of(names, figures, figure => figure.Cpu).Print(title, "CPU s", names[0], names[1]);
        Rounds.Of(names, figures, figure => figure.Seconds).Print("The same, until all are in and have an answer", "s", names[0], names[1]);
        if (!double.IsNaN(figures[0][0].P99)) Rounds.Of(names, figures, figure => figure.P99).Print("The same, p99 of the latency of those that stay", "ms", names[0], names[1]);
    }
}
