using System.Diagnostics;
using QueueRun.Sockets.Benchmarks;

namespace QueueRun.Cluster.Benchmarks;

/// <summary>How much later a message arrives at another process than within one, of a program without Redis.</summary>
internal static class Delay
{
    private const int Messages = 2_000;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(1);

    private readonly record struct Figure(Latencies Within, Latencies Elsewhere);

    private readonly record struct Latencies(double P50, double P99);

    public static void Run(int rounds)
    {
        var sides = Array.ConvertAll(Side.Kinds, static kind => new Side(kind));
        var alone = Array.ConvertAll(Side.Kinds, static kind => ServerProcess.Start(kind));
        var elsewhere = Array.ConvertAll(sides, static side => Open(side.Servers[0], side.Servers[1]));
        var within = Array.ConvertAll(alone, static server => Open(server, server));
        Turns<Figure>.Take(rounds, [.. Side.Kinds.Select((kind, i) => (kind.Name, (Func<Figure>)(() => new(Measure(within[i], kind), Measure(elsewhere[i], kind)))))])
            .Print("From one user to another, one message at a time: within a process without Redis", "µs, median", figure => figure.Within.P50)
            .Print("The same, to another process", "µs, median", figure => figure.Elsewhere.P50)
            .Print("The difference", "µs, of the medians", figure => figure.Elsewhere.P50 - figure.Within.P50)
            .Print("Within a process without Redis", "µs, p99", figure => figure.Within.P99)
            .Print("To another process", "µs, p99", figure => figure.Elsewhere.P99)
            .Print("The difference", "µs, of the p99", figure => figure.Elsewhere.P99 - figure.Within.P99);
        foreach (var crowd in within.Concat(elsewhere)) crowd.Dispose();
        foreach (var server in alone) server.Dispose();
        foreach (var side in sides) side.Dispose();
    }

    private static Crowd Open(ServerProcess sender, ServerProcess receiver)
    {
        var crowd = new Crowd();
        crowd.Open(sender, "sender");
        crowd.Open(receiver, "receiver");
        return crowd;
    }

    private static Latencies Measure(Crowd crowd, ServerKind kind)
    {
        var frame = kind.Whisper("receiver");
        var latencies = new double[Messages];
        for (var i = 0; i < Messages; i++)
        {
            var start = Stopwatch.GetTimestamp();
            crowd.Broadcast(frame, 1, 1);
            latencies[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            if (s_interval - Stopwatch.GetElapsedTime(start) is var rest && rest > TimeSpan.Zero) Thread.Sleep(rest);
        }

        Array.Sort(latencies);
        return new(latencies[Messages / 2], latencies[Messages * 99 / 100]);
    }
}
