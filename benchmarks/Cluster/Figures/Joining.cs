using System.Diagnostics;
using QueueRun.Sockets.Benchmarks;

namespace QueueRun.Cluster.Benchmarks;

/// <summary>Many users connect within a few seconds, to the three processes in turns, and each says one thing.</summary>
internal static class Joining
{
    private const int Handles = 20; // of a server without connections: it listens, and is connected to Redis

    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly record struct Figure(Cost Cost, double Seconds, (long Sent, long Executed) Commands);

    public static void Run(int rounds, int clients)
    {
        var sides = Array.ConvertAll(Side.Kinds, static kind => new Side(kind));
        foreach (var side in sides) Storm(side, clients); // compiles
        Turns<Figure>.TakeCold(rounds, [.. sides.Select(side => (side.Kind.Name, (Func<Figure>)(() => Storm(side, clients))))])
            .Print($"{clients:N0} users connect within {s_within.TotalSeconds:0} s, and each has an answer", "CPU µs a join, all processes and Redis", figure => (figure.Cost.Servers + figure.Cost.Redis) / clients)
            .Print("The same", "CPU µs a join, all processes", figure => figure.Cost.Servers / clients)
            .Print("The same", "CPU µs a join, Redis", figure => figure.Cost.Redis / clients)
            .Print("The same", "s, until all have an answer", figure => figure.Seconds)
            .Print("The same", "commands a join, as sent to Redis", figure => figure.Commands.Sent / (double)clients)
            .Print("The same", "commands a join, with those in scripts", figure => figure.Commands.Executed / (double)clients);
        foreach (var side in sides) side.Dispose();
    }

    private static Figure Storm(Side side, int clients)
    {
        Figure figure;
        using (var storm = new Returning(side.Servers, clients, asUsers: true))
        {
            side.Redis.CountCommands();
            var cost = side.Measure(() => storm.Run(s_within, null, 0, s_patience));
            figure = new(cost, storm.Elapsed.TotalSeconds, side.Redis.Commands());
        }

        // The other side's turn begins when this one has noticed that all are gone.
        for (var start = Stopwatch.GetTimestamp(); side.Servers.Any(static server => server.Sockets > Handles) && Stopwatch.GetElapsedTime(start) < s_patience;) Thread.Sleep(50);
        AwaitRest(side);
        return figure;
    }

    /// <summary>Waits until the processes and Redis do next to nothing.</summary>
    private static void AwaitRest(Side side)
    {
        const double Part = 0.05; // of a core
        var interval = TimeSpan.FromMilliseconds(250);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_patience;)
        {
            var cost = side.Measure(() => Thread.Sleep(interval));
            if (cost.Servers + cost.Redis < interval.TotalMicroseconds * Part) return;
        }
    }
}
