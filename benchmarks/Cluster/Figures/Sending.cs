using System.Diagnostics;
using QueueRun.Sockets.Benchmarks;

namespace QueueRun.Cluster.Benchmarks;

/// <summary>What a send costs the processes and Redis.</summary>
internal static class Sending
{
    private const int Pairs = 32, Many = 100, Members = 1_000, Senders = 8;

    /// <summary>Each sender has a recipient at another process.</summary>
    public static void OneElsewhere(int rounds)
    {
        foreach (var (senders, messages) in new[] { (1, 6_000), (Pairs, 24_000) })
        {
            Compare(rounds, OpenPairs, (side, crowd) => side.Measure(() => crowd.Relay(Frames(side.Kind, senders), messages)))
                .Print($"One user elsewhere, {senders} {(senders == 1 ? "sender" : "senders")} with one message on its way", "CPU µs a delivery, all processes", cost => cost.Servers / messages)
                .Print("The same", "CPU µs a send, Redis", cost => cost.Redis / messages)
                .Print("The same", "CPU µs a delivery, all processes and Redis", cost => (cost.Servers + cost.Redis) / messages);
        }
    }

    /// <summary>A hundred users at the two other processes; then a hundred of whom a third is at the sender's own.</summary>
    public static void Hundred(int rounds)
    {
        Take("100 users elsewhere", "tellothers", OpenHundredElsewhere);
        Take("100 users, a third of them at the sender's process", "tell", OpenHundred);

        void Take(string title, string action, Func<Side, Crowd> open)
        {
            foreach (var (senders, turns) in new[] { (1, 400), (Senders, 100) })
            {
                var times = senders * turns;
                Compare(rounds, open, (side, crowd) => side.Measure(() => Send(crowd, side.Kind.Frame(action), senders, turns, Many)))
                    .Print($"A send to {title}, {senders} on {(senders == 1 ? "its" : "their")} way", "CPU µs a send, the sender's process", cost => cost.Sender / times)
                    .Print("The same", "CPU µs a send, Redis", cost => cost.Redis / times)
                    .Print("The same", "CPU µs a delivery, all processes", cost => cost.Servers / times / Many);
            }
        }
    }

    /// <summary>A room of a thousand users, a third at each process.</summary>
    public static void Room(int rounds)
    {
        const int Times = 60;
        Compare(rounds, OpenRoom, (side, crowd) => side.Measure(() => Send(crowd, side.Kind.Frame("announce"), 1, Times, Members)))
            .Print($"A send to a room of {Members:N0} users at three processes", "CPU µs a delivery, all processes", cost => cost.Servers / Times / Members)
            .Print("The same", "CPU µs a send, Redis", cost => cost.Redis / Times);
    }

    /// <summary>Each of the senders sends; when all has come, again.</summary>
    private static void Send(Crowd crowd, byte[] frame, int senders, int turns, int deliveries)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            for (var i = 0; i < senders; i++) crowd.SendOf(i, frame);
            crowd.Await(senders * deliveries);
        }
    }

    /// <summary>Keeps one side busy, for a profiler: <c>one</c>, <c>hundred</c> or <c>room</c>.</summary>
    public static void Profile(string what, ServerKind kind, TimeSpan duration)
    {
        using var side = new Side(kind);
        var (open, load) = what switch
        {
            "one" => (OpenPairs, crowd => crowd.Relay(Frames(kind, Pairs), 1_000)),
            "hundred" => (OpenHundredElsewhere, crowd => Send(crowd, kind.Frame("tellothers"), Senders, 1, Many)),
            "room" => ((Func<Side, Crowd>)OpenRoom, (Action<Crowd>)(crowd => Send(crowd, kind.Frame("announce"), 1, 1, Members))),
            _ => throw new ArgumentException($"'{what}' is not one, hundred or room."),
        };
        using var crowd = open(side);
        Console.WriteLine($"{kind.Name}: the sender's process is {side.Servers[0].Id}, the others are {side.Servers[1].Id} and {side.Servers[2].Id}");
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < duration;) load(crowd);
    }

    private static Crowd OpenPairs(Side side)
    {
        var crowd = new Crowd();
        for (var i = 0; i < Pairs; i++) crowd.Open(side.Servers[0], $"sender-{i}");
        for (var i = 0; i < Pairs; i++) crowd.Open(side.Servers[1 + (i % (Side.Processes - 1))], $"receiver-{i}");
        return crowd;
    }

    private static byte[][] Frames(ServerKind kind, int senders) => [.. Enumerable.Range(0, senders).Select(i => kind.Whisper($"receiver-{i}"))];

    private static Crowd OpenHundredElsewhere(Side side) => OpenHundred(side, Many, static i => 1 + (i % (Side.Processes - 1)));

    private static Crowd OpenHundred(Side side) => OpenHundred(side, 0, static i => i % Side.Processes);

    private static Crowd OpenHundred(Side side, int first, Func<int, int> process)
    {
        var crowd = new Crowd();
        for (var i = 0; i < Senders; i++) crowd.Open(side.Servers[0], $"sender-{i}");
        for (var i = 0; i < Many; i++) crowd.Open(side.Servers[process(i)], $"user-{first + i}");
        return crowd;
    }

    private static Crowd OpenRoom(Side side)
    {
        var crowd = new Crowd();
        for (var i = 0; i < Members; i++) crowd.Open(side.Servers[i % Side.Processes], $"user-{i}");
        crowd.Greet(side.Kind.Frame("enter"));
        return crowd;
    }

    private static Turns<Cost> Compare(int rounds, Func<Side, Crowd> open, Func<Side, Crowd, Cost> measure)
    {
        var sides = Array.ConvertAll(Side.Kinds, static kind => new Side(kind));
        var crowds = Array.ConvertAll(sides, side => open(side));
        var turns = Turns<Cost>.Take(rounds, [.. sides.Zip(crowds, (side, crowd) => (side.Kind.Name, (Func<Cost>)(() => measure(side, crowd))))]);
        foreach (var crowd in crowds) crowd.Dispose();
        foreach (var side in sides) side.Dispose();
        return turns;
    }
}
