using System.Globalization;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>This build's server beside another build's, of another commit for example: the figures that a change must not make worse.</summary>
internal static class Beside
{
    private const string This = "this build", Other = "other build";

    /// <param name="rounds">How often each figure is taken.</param>
    /// <param name="server">The other build's <c>QueueRunServer</c>, the program itself.</param>
    /// <param name="only"><c>echo</c> for the echoes and the heap of an idle connection alone; <c>echo16</c> for the echo with 16 in flight alone.</param>
    public static void Run(int rounds, string server, string? only)
    {
        (string Name, string? File)[] builds = [(This, null), (Other, server)];
        foreach (var (inFlight, messages) in only is "echo16" ? new[] { (16, 150_000) } : [(1, 30_000), (16, 150_000)])
        {
            foreach (var isCall in only is null ? new[] { false, true } : [false])
                Measure($"Echo, {inFlight} in flight{(isCall ? ", a call with #" : "")}", "CPU µs a message", crowd => crowd.Open(32), crowd => Cpu(crowd, messages, () => crowd.Echo(Frame("say", isCall), inFlight, messages)));
        }

        if (only is "echo") Heap(2_000);
        if (only is not null) return;

        Measure("A user enters and leaves rooms that nobody else is in", "CPU µs for both", RoomFigures.OpenAlone, RoomFigures.EnterAndLeave);
        Measure("A user enters and leaves rooms that another is in", "CPU µs for both", RoomFigures.OpenBesideAnother, RoomFigures.EnterAndLeave);
        Measure("One sender to 1,000 connections", "CPU µs a delivery", crowd => crowd.Open(1_000, asUsers: true),
            crowd => Cpu(crowd, 60_000, () => crowd.Broadcast(Frame("shout"), 60, 1_000)));
        foreach (var action in new[] { "say", "ping", "ping_in_time" })
            Measure($"Allocated by a message, {action}", "bytes", crowd => crowd.Open(32), crowd => Allocated(crowd, action));
        Heap(2_000);

        void Measure(string title, string unit, Func<Crowd, Crowd> open, Func<Crowd, double> measure)
        {
            var crowds = Array.ConvertAll(builds, build => Crowd.Several(() => open(new(ServerProcess.Start(ServerKind.QueueRun, build.File)))));
            Rounds.Take(rounds, [.. builds.Zip(crowds, (build, own) => (build.Name, Crowd.InTurns(own, measure)))]).Print(title, unit, Other);
            FanOut.End([.. crowds.SelectMany(own => own)]);
        }

        void Heap(int connections)
        {
            Console.WriteLine($"\n{connections} idle connections, each of which has sent one message\n");
            foreach (var (name, file) in builds)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Memory.HeldBy(ServerKind.QueueRun, connections, file).Heap:0} bytes of heap a connection"));
        }
    }

    private static byte[] Frame(string action, bool isCall = false) => ServerKind.QueueRun.Frame(action, isCall);

    private static double Cpu(Crowd crowd, int messages, Action load)
    {
        var before = crowd.Server.Cpu;
        load();
        return (crowd.Server.Cpu - before) / messages;
    }

    private static double Allocated(Crowd crowd, string action)
    {
        const int messages = 20_000;
        var before = crowd.Server.Ask("allocated");
        crowd.Echo(Frame(action), 1, messages);
        return (crowd.Server.Ask("allocated") - before) / (double)messages;
    }
}
