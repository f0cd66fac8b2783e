using System.Diagnostics;
using System.Globalization;
using QueueRun.Sockets.Benchmarks;

namespace QueueRun.Cluster.Benchmarks;

/// <summary>Further processes of the load, which hold connections: one may not open enough files for all of them.</summary>
internal sealed class Holders : IDisposable
{
    /// <summary>The first argument of such a process.</summary>
    public const string Name = "hold";

    private const int Connections = 17_000; // of a process that may open 20,000 files

    private readonly List<Process> _processes = [];

    private Holders()
    {
    }

    private sealed record Target(ServerKind Kind, int Port) : IEndpoint;

    /// <summary>Opens connections of so many users, to the processes in turns.</summary>
    public static Holders Open(Side side, int users)
    {
        var holders = new Holders();
        for (var first = 0; first < users; first += Connections)
        {
            string[] arguments = [Name, $"{Array.IndexOf(Side.Kinds, side.Kind)}", $"{first}", $"{Math.Min(Connections, users - first)}", .. side.Servers.Select(static server => $"{server.Port}")];
            holders._processes.Add(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        }

        holders.CheckAll();
        return holders;
    }

    /// <summary>The process itself.</summary>
    public static void Run(string[] arguments)
    {
        var numbers = arguments.Select(static text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (kind, first, count) = (Side.Kinds[numbers[0]], numbers[1], numbers[2]);
        var servers = numbers[3..].Select(port => new Target(kind, port)).ToArray();
        using var crowd = new Crowd();
        crowd.Open(Enumerable.Range(0, count).Select(i => ((IEndpoint)servers[i % servers.Length], $"user-{first + i}")));
        Console.WriteLine("all");
        var isOver = false;
        new Thread(() =>
        {
            while (Console.ReadLine() is not null) Console.WriteLine("all"); // one that has lost a connection has ended
            Volatile.Write(ref isOver, true);
        }) { IsBackground = true }.Start();
        while (!Volatile.Read(ref isOver)) crowd.Receive(100);
    }

    /// <summary>Waits until each process has all of its connections; fails if it has lost one.</summary>
    public void CheckAll()
    {
        foreach (var process in _processes)
        {
            if (process.StandardOutput.ReadLine() != "all") throw new InvalidOperationException("A connection was refused, or was lost.");
            process.StandardInput.WriteLine(); // for the next time
        }
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
