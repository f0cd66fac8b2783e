using System.Globalization;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Calls: a message with a reference and its answer, beside the same message without one, and beside SignalR's invoke.</summary>
internal static class CallFigures
{
    private const string SignalR = "SignalR, invoke", Message = "QueueRun, a message and its result", Call = "QueueRun, a call with #";

    /// <summary>The number of calls that may run at the same time on one connection, for both.</summary>
    private const int Max = 1_000;

    public static void WithAndWithoutReference(int rounds)
    {
        var (signalR, queueRun) = (Several(ServerKind.SignalR), Several(ServerKind.QueueRun));
        foreach (var (inFlight, messages) in new[] { (1, 20_000), (16, 100_000) })
        {
            Rounds.Take(rounds, (SignalR, Cpu(signalR, isCall: true)), (Message, Cpu(queueRun, isCall: false)), (Call, Cpu(queueRun, isCall: true)))
                .Print($"Calls, 32 connections, {inFlight} in flight on each", "CPU µs a message", SignalR, Message);

            Func<double> Cpu(Crowd[] crowds, bool isCall) => Crowd.InTurns(crowds, crowd => Echo.Cpu(crowd, "say", inFlight, messages, isCall)());
        }

        FanOut.End([.. signalR, .. queueRun]);

        static Crowd[] Several(ServerKind kind) => Crowd.Several(() => new Crowd(ServerProcess.Start(kind)).Open(32));
    }

    /// <summary>A thousand calls on one connection that run at the same time, and ten times as many that are sent.</summary>
    public static void WaitTogether(int rounds)
    {
        var crowds = new[] { ServerKind.SignalR, ServerKind.QueueRun }.Select(Start).ToArray();
        Rounds.Take(rounds, (SignalR, () => CpuTogether(crowds[0])), (Call, () => CpuTogether(crowds[1]))).Print($"{Max} calls of one connection that run at the same time", "CPU µs a call", SignalR);

        Console.WriteLine($"\n{Max} calls of one connection may run at the same time\n");
        Console.WriteLine("| | heap, kB, while 1,000 run | × SignalR | after them | while 1,000 run, and 9,000 more were sent | × SignalR | after them |\n|---|---|---|---|---|---|---|");
        var signalR = Held(crowds[0]);
        Print(SignalR, signalR, signalR);
        Print(Call, Held(crowds[1]), signalR);
        FanOut.End(crowds);

        static Crowd Start(ServerKind kind)
            => new Crowd(ServerProcess.Start(kind, null, "--QueueRun:MaxConcurrentCalls", Max.ToString(CultureInfo.InvariantCulture))).Open(1);

        static void Print(string name, double[] own, double[] signalR) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {own[0]:0} | {own[0] / signalR[0]:0.00} | {own[1]:0} | {own[2]:0} | {own[2] / signalR[2]:0.00} | {own[3]:0} |"));
    }

    private static double CpuTogether(Crowd crowd)
    {
        const int Times = 20;
        var before = crowd.Server.Cpu;
        for (var time = 0; time < Times; time++)
        {
            crowd.Send(Frames(crowd, Max));
            RunUntil(crowd, Max);
            crowd.Await(Max);
        }

        return (crowd.Server.Cpu - before) / Times / Max;
    }

    /// <summary>The heap beyond that of a connection without calls, in kB: while calls run and after their answers, for few and for many.</summary>
    private static double[] Held(Crowd crowd)
    {
        var idle = crowd.Server.Ask("heap");
        return [.. new[] { Max, 10 * Max }.SelectMany(calls =>
        {
            var sending = Task.Run(() => crowd.Send(Frames(crowd, calls))); // it may have to wait for the server
            while (crowd.Server.Ask("waiting") < Max)
            {
            }

            var running = crowd.Server.Ask("heap");
            for (var left = calls; left > 0; left -= Max)
            {
                RunUntil(crowd, Max);
                crowd.Await(Max);
            }

            sending.Wait();
            return new[] { running, crowd.Server.Ask("heap") };
        }).Select(heap => (heap - idle) / 1024.0)];
    }

    /// <summary>Waits until so many calls run, and lets them end.</summary>
    private static void RunUntil(Crowd crowd, int calls)
    {
        while (crowd.Server.Ask("waiting") < calls)
        {
        }

        crowd.Server.Ask("release");
    }

    private static byte[] Frames(Crowd crowd, int calls)
        => [.. Enumerable.Range(1, calls).SelectMany(reference => crowd.Server.Kind.Frame("wait", isCall: true, reference))];
}
