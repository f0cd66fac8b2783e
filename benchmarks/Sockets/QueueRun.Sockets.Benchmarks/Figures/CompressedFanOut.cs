using System.Globalization;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>A kilobyte of JSON to many connections, compressed and not.</summary>
internal static class CompressedFanOut
{
    private const int Connections = 1_000, Times = 20;
    private const string Deflate = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

    public static void Run(int rounds)
    {
        Crowd[] crowds =
        [
            Open(ServerKind.BareTyped with { Name = "System.Net.WebSockets, `DangerousEnableCompression`", Path = "/deflate", Headers = Deflate }),
            Open(ServerKind.SignalR with { Name = "SignalR, not compressed" }),
            Open(ServerKind.QueueRun with { Name = "QueueRun, compressed", Headers = Deflate }, "--QueueRun:EnableCompression=true"),
            Open(ServerKind.QueueRun with { Name = "QueueRun, not compressed" }),
        ];
        var names = crowds.Select(crowd => crowd.Server.Kind.Name).ToArray();
        Rounds.Take(rounds, [.. crowds.Select((crowd, i) => (names[i], FanOut.Cpu(crowd, "publish", Connections, Times)))])
            .Print($"A page of a kilobyte to {Connections} connections", "CPU µs a delivery", names[0], names[1], names[3]);
        Console.WriteLine("\n| | bytes a delivery | × SignalR, not compressed |\n|---|---|---|");
        var bytes = crowds.Select(Bytes).ToArray();
        foreach (var (name, count) in names.Zip(bytes)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {count:0} | {count / bytes[1]:0.00} |"));
        FanOut.End(crowds);
    }

    private static Crowd Open(ServerKind kind, params string[] arguments) => new Crowd(ServerProcess.Start(kind, null, arguments)).Open(Connections, asUsers: true);

    private static double Bytes(Crowd crowd)
    {
        var before = crowd.Bytes;
        crowd.Broadcast(crowd.Server.Kind.Frame("publish"), Times, Connections);
        return (crowd.Bytes - before) / (double)Times / Connections;
    }
}
