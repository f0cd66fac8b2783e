namespace QueueRun.Sockets.Benchmarks;

/// <summary>Where a server listens.</summary>
internal interface IEndpoint
{
    /// <summary>How one talks to it.</summary>
    ServerKind Kind { get; }

    /// <summary>The port on 127.0.0.1.</summary>
    int Port { get; }
}
