using QueueRun.Sockets.Benchmarks;

namespace QueueRun.Cluster.Benchmarks;

/// <summary>Redis is killed and comes back without data, while many users are connected: until when do all sends arrive again?</summary>
internal static class Restart
{
    private static readonly TimeSpan s_down = TimeSpan.FromSeconds(1);

    /// <summary>One side after the other: no machine need have the memory for both.</summary>
    public static void Run(int rounds, int users)
    {
        List<double[]> seconds = [];
        foreach (var kind in Side.Kinds)
        {
            using var side = new Side(kind);
            using var holders = Holders.Open(side, users);
            using var probe = new Probe(side);
            probe.AwaitAll(); // all is well before
            seconds.Add([.. Enumerable.Range(0, rounds).Select(_ => Once(side, probe))]);
            holders.CheckAll();
        }

        Rounds.Of([.. Side.Kinds.Select(static kind => kind.Name)], [.. seconds], static value => value)
            .Print($"Redis is killed and is back without data {s_down.TotalSeconds:0} s later, with {users:N0} users at three processes", "s, from then until every send arrives", Side.Kinds[0].Name);
    }

    private static double Once(Side side, Probe probe)
    {
        side.Redis.Kill();
        Thread.Sleep(s_down);
        side.Redis.StartAgain();
        var time = probe.AwaitAll();
        Console.Error.WriteLine($"{side.Kind.Name}: {time.TotalSeconds:0.00} s");
        return time.TotalSeconds;
    }
}
