using QueueRun.Sockets.Benchmarks;

namespace QueueRun.Cluster.Benchmarks;

/// <summary>Three processes of one program, and the Redis between them.</summary>
internal sealed class Side : IDisposable
{
    public const int Processes = 3;

    /// <summary>The two that are compared.</summary>
    public static readonly ServerKind[] Kinds = [ServerKind.SignalR with { Name = "SignalR" }, ServerKind.QueueRun with { Name = "QueueRun" }];

    public Side(ServerKind kind)
    {
        Kind = kind;
        Redis = RedisProcess.Start();
        Servers = [.. Enumerable.Range(0, Processes).Select(_ => ServerProcess.Start(kind, null, $"--Redis=127.0.0.1:{Redis.Port}"))];
    }

    public ServerKind Kind { get; }

    public RedisProcess Redis { get; }

    public ServerProcess[] Servers { get; }

    /// <summary>The processor time so far, in microseconds.</summary>
    public Cost Spent => new(Servers.Sum(static server => server.Cpu), Servers[0].Cpu, Redis.Cpu);

    /// <summary>What a piece of work takes.</summary>
    public Cost Measure(Action work)
    {
        var before = Spent;
        work();
        return Spent - before;
    }

    public void Dispose()
    {
        foreach (var server in Servers) server.Dispose();
        Redis.Dispose();
    }
}
