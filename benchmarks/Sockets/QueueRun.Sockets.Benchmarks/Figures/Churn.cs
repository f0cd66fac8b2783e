using System.Diagnostics;
using System.Globalization;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>
/// Connections that come and go for a long time, with a burst now and then: what the server holds must not grow. Not a figure; a soak.
/// </summary>
internal static class Churn
{
    private const int Idle = 500;       // that stay
    private const int AtOnce = 50;      // that come and go
    private const int Burst = 5_000;    // that come now and then
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <param name="duration">How long.</param>
    /// <param name="step">How long connections come and go before each burst.</param>
    /// <param name="program">The server; null for QueueRun.</param>
    /// <param name="arguments">Further arguments of the server.</param>
    public static void Run(TimeSpan duration, TimeSpan step, string? program, params string[] arguments)
    {
        var kind = program is null ? ServerKind.QueueRun : new[] { ServerKind.QueueRun, ServerKind.BareTyped, ServerKind.SignalR }.First(kind => kind.Program == program);
        using var server = ServerProcess.Start(kind, null, arguments);
        using var staying = new Crowd(server).Open(Idle);
        var sockets = server.Sockets;
        var frame = kind.Frame("say");
        Console.WriteLine($"\n{Idle} connections stay, {AtOnce} at a time come, say something and go, one in ten without a word; {Burst} more come and go in every step\n");
        Console.WriteLine("| minute | connections so far | heap, kB | after the burst, kB | resident set, MB | handles | threads |\n|---|---|---|---|---|---|---|");
        var (begun, opened) = (Stopwatch.GetTimestamp(), 0L);
        do
        {
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < step; opened += AtOnce) ComeAndGo(server, frame);
            var heap = server.Ask("heap");
            using (var burst = new Crowd(server).Open(Burst)) burst.Greet(frame);
            opened += Burst;
            staying.Greet(frame); // all of those that stay are still there
            Settle(server, sockets);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {Stopwatch.GetElapsedTime(begun).TotalMinutes:0.0} | {opened} | {heap / 1024} | {server.Ask("heap") / 1024} | {server.ResidentSet / 1024 / 1024} | {server.Handles} | {server.Threads} |"));
        }
        while (Stopwatch.GetElapsedTime(begun) < duration);
    }

    private static void ComeAndGo(ServerProcess server, byte[] frame)
    {
        Client[] clients = [.. Enumerable.Range(0, AtOnce).Select(_ => Client.Begin(server))];
        foreach (var client in clients) client.AwaitOpen();
        foreach (var client in clients) client.Send(frame);
        foreach (var client in clients) client.Await();
        foreach (var client in clients.Where((_, i) => i % 10 > 0)) client.Close();
        foreach (var client in clients) client.Dispose();
    }

    /// <summary>Waits until the server has noticed that the others are gone.</summary>
    private static void Settle(ServerProcess server, int sockets)
    {
        for (var start = Stopwatch.GetTimestamp(); server.Sockets > sockets && Stopwatch.GetElapsedTime(start) < s_patience;) Thread.Sleep(50);
    }
}
