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

    /// <summary>The same with connections that belong to somebody: by a method before the upgrade, by the first message, by a cookie of ASP.NET Core.</summary>
    public static void Who(int rounds)
    {
        const string Nobody = "QueueRun, nobody", BareCookie = "System.Net.WebSockets, a cookie", SignalRCookie = "SignalR, a cookie";
        List<ServerProcess> servers = [];
        var number = 0;
        (string, Func<double>)[] candidates =
        [
            (Nobody, Cpu(Start(ServerKind.QueueRun))),
            ("QueueRun, a user of `[OnConnect]`", Cpu(Start(ServerKind.QueueRun), user: () => $"user-{number++}")),
            ("QueueRun, a user of `[Authenticate]`", Cpu(Start(ServerKind.SignIn), first: () => Client.Frame($$"""{"action":"sign_in","name":"user-{{number++}}"}"""))),
            ("QueueRun, a cookie", Cpu(StartWithCookie(ServerKind.QueueRun))),
            ("System.Net.WebSockets, nobody", Cpu(Start(ServerKind.BareTyped))),
            (BareCookie, Cpu(StartWithCookie(ServerKind.BareTyped))),
            (SignalRCookie, Cpu(StartWithCookie(ServerKind.SignalR))),
        ];
        Rounds.Take(rounds, candidates).Print($"Connect as somebody, one message and its answer, close; {AtOnce} at a time", "CPU µs a connection", Nobody, BareCookie, SignalRCookie);
        foreach (var server in servers) server.Dispose();

        ServerProcess Start(ServerKind kind, params string[] arguments)
        {
            servers.Add(ServerProcess.Start(kind, null, arguments));
            return servers[^1];
        }

        ServerProcess StartWithCookie(ServerKind kind)
        {
            var server = Start(kind, "--Pipeline=cookie");
            using var http = new HttpClient();
            using var answer = http.GetAsync(new Uri($"http://127.0.0.1:{server.Port}/login?user=ann")).GetAwaiter().GetResult();
            var cookie = answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            server.Kind = kind with { Headers = $"Cookie: {cookie}\r\n" };
            return server;
        }
    }

    /// <summary>What a connection costs the server, in microseconds.</summary>
    private static Func<double> Cpu(ServerProcess server, Func<string>? user = null, Func<byte[]>? first = null)
    {
        var frame = server.Kind.Frame("say");
        return () =>
        {
            var before = server.Cpu;
            for (var opened = 0; opened < Connections; opened += AtOnce)
            {
                Client[] clients = [.. Enumerable.Range(0, AtOnce).Select(_ => Client.Begin(server, user?.Invoke()))];
                foreach (var client in clients) client.AwaitOpen();
                foreach (var client in clients) client.Send(first is null ? frame : [.. first(), .. frame]);
                foreach (var client in clients) client.Await();
                foreach (var client in clients) client.Close();
                foreach (var client in clients) client.Dispose();
            }

            return (server.Cpu - before) / Connections;
        };
    }
}
