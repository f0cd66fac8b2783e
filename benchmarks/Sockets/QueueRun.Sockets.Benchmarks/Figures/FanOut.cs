namespace QueueRun.Sockets.Benchmarks;

/// <summary>One sender to many connections.</summary>
internal static class FanOut
{
    private static readonly ServerKind[] s_kinds = [ServerKind.Floor, ServerKind.BareTyped, ServerKind.SignalR, ServerKind.QueueRun];

    public static void Everybody(int rounds)
    {
        var crowds = s_kinds.Where(kind => kind.CanStart).Select(kind => new Crowd(ServerProcess.Start(kind)).Open(1_000, asUsers: true)).ToArray();
        Rounds.Take(rounds, [.. crowds.Select(crowd => (crowd.Server.Kind.Name, Cpu(crowd, "shout", 1_000, 60)))])
            .Print("One sender to 1,000 connections", "CPU µs a delivery", [.. crowds.SkipLast(1).Select(crowd => crowd.Server.Kind.Name)]);
        End(crowds);
    }

    public static void SomeAmongMany(int rounds)
    {
        var few = new Crowd(ServerProcess.Start(ServerKind.QueueRun)).Open(1_000, asUsers: true);
        var many = new Crowd(ServerProcess.Start(ServerKind.QueueRun)).Open(10_000, asUsers: true);
        const string Few = "1,000 connections open";
        Rounds.Take(rounds, (Few, Cpu(few, "tell", 100, 600)), ("10,000 connections open", Cpu(many, "tell", 100, 600)))
            .Print("QueueRun, `To(100 users)`", "CPU µs a delivery", Few);
        End(few, many);
    }

    /// <summary>What a delivery costs the server, in microseconds.</summary>
    public static Func<double> Cpu(Crowd crowd, string action, int deliveries, int times)
    {
        var frame = crowd.Server.Kind.Frame(action);
        return () =>
        {
            var before = crowd.Server.Cpu;
            crowd.Broadcast(frame, times, deliveries);
            return (crowd.Server.Cpu - before) / times / deliveries;
        };
    }

    public static void End(params Crowd[] crowds)
    {
        foreach (var crowd in crowds)
        {
            crowd.Dispose();
            crowd.Server.Dispose();
        }
    }
}
