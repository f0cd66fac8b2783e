namespace QueueRun.Connections;

/// <summary>Receives the rooms of this process that get their first member, or lose their last. Called under a lock of the table.</summary>
internal interface IRoomListener
{
    /// <summary>A room has got its first member.</summary>
    void Opened(string room);

    /// <summary>A room has lost its last member.</summary>
    void Closed(string room);
}
