using System.Diagnostics;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>An echo: 32 connections, each with some messages on their way.</summary>
internal static class Echo
{
    private static readonly ServerKind[] s_kinds = [ServerKind.Floor, ServerKind.BareBytes, ServerKind.BareTyped, ServerKind.SignalR, ServerKind.QueueRun];

    public static void Run(int rounds)
    {
        var crowds = s_kinds.Where(kind => kind.CanStart).Select(kind => new Crowd(ServerProcess.Start(kind)).Open(32)).ToArray();
        foreach (var (inFlight, messages) in new[] { (1, 30_000), (16, 150_000) })
        {
            (string, Func<double>)[] candidates =
            [
                .. crowds.Select(crowd => (crowd.Server.Kind.Name, Cpu(crowd, "say", inFlight, messages))),
                ("QueueRun, typed, with a token", Cpu(crowds[^1], "say_in_time", inFlight, messages)),
                ("QueueRun, typed, a call with #", Cpu(crowds[^1], "say", inFlight, messages, isCall: true)),
            ];
            Rounds.Take(rounds, candidates).Print(
                $"Echo, 32 connections, messages of 100 bytes, {inFlight} in flight on each", "CPU µs a message",
                [.. new[] { ServerKind.Floor, ServerKind.BareBytes, ServerKind.BareTyped, ServerKind.SignalR, ServerKind.QueueRun }.Select(kind => kind.Name).Where(name => candidates.Any(candidate => candidate.Item1 == name))]);
        }

        foreach (var crowd in crowds)
        {
            crowd.Dispose();
            crowd.Server.Dispose();
        }
    }

    /// <summary>One server under load, for a profiler: says its process id.</summary>
    public static void Profile(string? program, int inFlight, TimeSpan duration, string action)
    {
        using var server = ServerProcess.Start(program is null ? ServerKind.QueueRun : s_kinds.First(kind => (kind.Program ?? "Floor") == program));
        using var crowd = new Crowd(server).Open(32, asUsers: true);
        var frame = server.Kind.Frame(action.TrimStart('#'), isCall: action.StartsWith('#'));
        Console.WriteLine($"{server.Id}");
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < duration;) crowd.Echo(frame, inFlight, 10_000);
    }

    /// <summary>What a message costs the server, in microseconds.</summary>
    public static Func<double> Cpu(Crowd crowd, string action, int inFlight, int messages, bool isCall = false)
    {
        var frame = crowd.Server.Kind.Frame(action, isCall);
        return () =>
        {
            var before = crowd.Server.Cpu;
            crowd.Echo(frame, inFlight, messages);
            return (crowd.Server.Cpu - before) / messages;
        };
    }
}
