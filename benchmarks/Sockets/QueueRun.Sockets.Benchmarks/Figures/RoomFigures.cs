using System.Globalization;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Rooms, beside SignalR's groups: a send to one, entering and leaving, and what being in one holds.</summary>
internal static class RoomFigures
{
    private const string SignalR = "SignalR, a group", QueueRun = "QueueRun, a room", ToUsers = "QueueRun, `To` of the same users";

    public static void Run(int rounds)
    {
        Send(rounds);
        EnterAndLeave(rounds);
        Held();
    }

    private static void Send(int rounds)
    {
        var crowds = new[] { ServerKind.SignalR, ServerKind.QueueRun }.Select(kind => new Crowd(ServerProcess.Start(kind)).Open(1_000, asUsers: true)).ToArray();
        foreach (var crowd in crowds) crowd.Greet(crowd.Server.Kind.Frame("enter"));
        Rounds.Take(
                rounds, (SignalR, FanOut.Cpu(crowds[0], "announce", 1_000, 60)), (QueueRun, FanOut.Cpu(crowds[1], "announce", 1_000, 60)),
                (ToUsers, FanOut.Cpu(crowds[1], "shout", 1_000, 60)))
            .Print("One sender to a room of 1,000 connections", "CPU µs a delivery", SignalR, ToUsers);
        FanOut.End(crowds);
    }

    public static void EnterAndLeave(int rounds)
    {
        Take("A user enters and leaves rooms that nobody else is in", OpenAlone);
        Take("A user enters and leaves rooms that another is in", OpenBesideAnother);

        void Take(string title, Func<Crowd, Crowd> open)
        {
            var (signalR, queueRun) = (Several(ServerKind.SignalR), Several(ServerKind.QueueRun));
            Rounds.Take(rounds, (SignalR, Crowd.InTurns(signalR, EnterAndLeave)), (QueueRun, Crowd.InTurns(queueRun, EnterAndLeave))).Print(title, "CPU µs for both", SignalR);
            FanOut.End([.. signalR, .. queueRun]);

            Crowd[] Several(ServerKind kind) => Crowd.Several(() => open(new(ServerProcess.Start(kind))));
        }
    }

    /// <summary>One connection, of a user.</summary>
    public static Crowd OpenAlone(Crowd crowd) => crowd.Open(1, asUsers: true);

    /// <summary>Two connections, of two users. The second is in each of the rooms, and stays there.</summary>
    public static Crowd OpenBesideAnother(Crowd crowd)
    {
        OpenAlone(crowd).Open(1, asUsers: true).Echo(crowd.Server.Kind.Frame("occupy"), 1, 2);
        return crowd;
    }

    /// <summary>What it costs the server when the first connection enters a room and leaves it, in microseconds.</summary>
    public static double EnterAndLeave(Crowd crowd)
    {
        const int Pairs = 1_000, Messages = 200;
        var before = crowd.Server.Cpu;
        crowd.Broadcast(crowd.Server.Kind.Frame("churn"), Messages, 1);
        return (crowd.Server.Cpu - before) / Messages / Pairs;
    }

    private static void Held()
    {
        const int Users = 1_000, Memberships = 300_000;
        Console.WriteLine("\n100,000 rooms of three users\n");
        Console.WriteLine("| | heap, bytes for each user of a room | × SignalR, a group |\n|---|---|---|");
        var signalR = HeldBy(ServerKind.SignalR);
        foreach (var (name, bytes) in new[] { (SignalR, signalR), (QueueRun, HeldBy(ServerKind.QueueRun)) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {bytes:0.0} | {bytes / signalR:0.00} |"));

        static double HeldBy(ServerKind kind)
        {
            using var server = ServerProcess.Start(kind);
            using var crowd = new Crowd(server).Open(Users, asUsers: true);
            crowd.Greet(kind.Frame("say"));
            var heap = server.Ask("heap");
            crowd.Greet(kind.Frame("settle"));
            return (server.Ask("heap") - heap) / (double)Memberships;
        }
    }
}
