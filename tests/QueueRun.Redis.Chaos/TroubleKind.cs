namespace QueueRun.Redis.Chaos;

/// <summary>What disturbs the processes.</summary>
internal enum TroubleKind
{
    /// <summary>kill -9 of a process; another one is started later.</summary>
    Kill,

    /// <summary>SIGSTOP of a process, for half a lease to two.</summary>
    StandStill,

    /// <summary>A process cannot reach Redis.</summary>
    CutOff,

    /// <summary>CLIENT PAUSE.</summary>
    Pause,

    /// <summary>CLIENT KILL of all connections, or of those with subscriptions.</summary>
    Disconnect,

    /// <summary>Redis is killed, and started again with its data.</summary>
    Restart,

    /// <summary>Redis is killed, and started again without data.</summary>
    Loss,
}
