using System.Globalization;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Very many connections that say nothing, from two addresses, kept alive by pings.</summary>
internal static class ManyIdle
{
    public static void Run(int connections)
    {
        Console.WriteLine($"\n{connections} idle connections from two addresses, for 45 seconds, pinged every 20\n");
        Console.WriteLine("| | accepted | CPU % of a core | resident set, MB |\n|---|---|---|---|");
        foreach (var kind in new[] { ServerKind.BareTyped, ServerKind.QueueRun })
        {
            using var server = ServerProcess.Start(kind, null, "--KeepAlive", "20");
            using var crowd = new Crowd(server).Open(connections, from: i => i % 2 == 0 ? "127.0.0.1" : "127.0.0.2");
            var before = server.Cpu;
            crowd.Idle(TimeSpan.FromSeconds(45));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind.Name} | {crowd.Count} | {(server.Cpu - before) / 45e6 * 100:0.0} | {server.ResidentSet / 1048576.0:0} |"));
        }
    }
}
