using System.Diagnostics;
using System.Globalization;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>The servers as native binaries: from the start of the process to the first WebSocket.</summary>
internal static class Starting
{
    public static void Run(int rounds)
    {
        var kinds = new[] { ServerKind.BareTyped, ServerKind.SignalR, ServerKind.QueueRun };
        var binaries = kinds.ToDictionary(kind => kind, kind => Files.Native(kind.Program!));
        var resident = kinds.ToDictionary(kind => kind, _ => 0L);
        Rounds.Take(rounds, [.. kinds.Select(kind => (kind.Name, (Func<double>)(() =>
            {
                var start = Stopwatch.GetTimestamp();
                using var server = ServerProcess.Start(kind, binaries[kind]);
                using var crowd = new Crowd(server).Open(1);
                var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                resident[kind] = server.ResidentSet;
                return elapsed;
            })))])
            .Print("Native AOT: from the start of the process to its first WebSocket", "ms", ServerKind.BareTyped.Name, ServerKind.SignalR.Name);
        Console.WriteLine("\n| | binary, MB | resident set, MB |\n|---|---|---|");
        foreach (var kind in kinds)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind.Name} | {new FileInfo(binaries[kind]).Length / 1048576.0:0.0} | {resident[kind] / 1048576.0:0.0} |"));
        }
    }
}
