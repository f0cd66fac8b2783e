using System.Diagnostics;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>How long an answer takes at half of the rate at which the bare loop is saturated.</summary>
internal static class Latency
{
    private static readonly ServerKind[] s_kinds = [ServerKind.BareBytes, ServerKind.BareTyped, ServerKind.SignalR, ServerKind.QueueRun];

    public static void Run(int rounds)
    {
        var crowds = s_kinds.Select(kind => new Crowd(ServerProcess.Start(kind)).Open(32)).ToArray();
        foreach (var crowd in crowds) crowd.Echo(crowd.Server.Kind.Frame("say"), 1, 50_000);
        var start = Stopwatch.GetTimestamp();
        crowds[0].Echo(crowds[0].Server.Kind.Frame("say"), 1, 100_000);
        var rate = 100_000 / Stopwatch.GetElapsedTime(start).TotalSeconds / 2;

        Rounds.Take(rounds, [.. crowds.Select(crowd => (crowd.Server.Kind.Name, (Func<double>)(() =>
            {
                var latencies = crowd.Pace(crowd.Server.Kind.Frame("say"), rate, TimeSpan.FromSeconds(2));
                latencies.Sort();
                return latencies[latencies.Count * 99 / 100];
            })))])
            .Print($"Latency at {rate:0} messages a second, 32 connections", "p99, ms", ServerKind.BareBytes.Name, ServerKind.BareTyped.Name, ServerKind.SignalR.Name);
        foreach (var crowd in crowds)
        {
            crowd.Dispose();
            crowd.Server.Dispose();
        }
    }
}
