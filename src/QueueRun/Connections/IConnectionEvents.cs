namespace QueueRun.Connections;

/// <summary>
/// The peer, as seen by its connection's outbox and keep-alive. One object instead of several delegates, because idle connections are many
/// and each would hold them all.
/// </summary>
internal interface IConnectionEvents
{
    /// <summary>For how long the peer has not taken written data.</summary>
    TimeSpan StuckFor { get; }

    /// <summary>Asks the peer for a sign of life: a ping.</summary>
    void Ping();

    /// <summary>The peer has given no sign of life.</summary>
    void Dead();

    /// <summary>The peer's outbox has no more room.</summary>
    void TooSlow();
}
