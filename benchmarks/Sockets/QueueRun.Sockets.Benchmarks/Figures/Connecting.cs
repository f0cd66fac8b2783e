namespace QueueRun.Sockets.Benchmarks;

/// <summary>A connection that comes, says something, and goes.</summary>
internal static class Connecting
{
    private const int AtOnce = 16;
    private const int Connections = 2_000;

    public static void Run(int rounds)
    {
        var servers = new[] { ServerKind.BareTyped, ServerKind.SignalR, ServerKind.QueueRun }.Select(kind => ServerProcess.Start(kind)).ToList();
        servers.Add(ServerProcess.Start(ServerKind.QueueRun, null, "--QueueRun:EndRequestAfterUpgrade=false"));
        (string, Func<double>)[] candidates = [.. servers.Select((server, i) => (server.Kind.Name + (i < 3 ? "" : ", the request lasts"), Cpu(server)))];
        Rounds.Take(rounds, candidates).Print(
            $"Connect, one message and its answer, close; {AtOnce} at a time", "CPU µs a connection",
            ServerKind.BareTyped.Name, ServerKind.SignalR.Name);
        foreach (var server in servers) server.Dispose();
    }

    /// <summary>What a connection costs the server, in microseconds.</summary>
    private static Func<double> Cpu(ServerProcess server)
    {
        var frame = server.Kind.Frame("say");
        return () =>
        {
            var before = server.Cpu;
            for (var opened = 0; opened < Connections; opened += AtOnce)
            {
                Client[] clients = [.. Enumerable.Range(0, AtOnce).Select(_ => Client.Begin(server))];
                foreach (var client in clients) client.AwaitOpen();
                foreach (var client in clients) client.Send(frame);
                foreach (var client in clients) client.Await();
                foreach (var client in clients) client.Close();
                foreach (var client in clients) client.Dispose();
            }

            return (server.Cpu - before) / Connections;
        };
    }
}
