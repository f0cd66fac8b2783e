namespace QueueRun.Connections;

/// <summary>
/// The other side, as the outbox and the keep-alive of its connection see it. One object rather than a delegate for each question: connections that wait
/// are many, and all of it is held for each.
/// </summary>
internal interface IPeer
{
    /// <summary>For how long it has not taken what was written to it.</summary>
    TimeSpan StuckFor { get; }

    /// <summary>Asks it for a sign of life.</summary>
    void Ping();

    /// <summary>It has given no sign of life.</summary>
    void Dead();

    /// <summary>What waits for it has no room any more.</summary>
    void TooSlow();
}
