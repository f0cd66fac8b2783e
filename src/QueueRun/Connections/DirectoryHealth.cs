namespace QueueRun.Connections;

/// <summary>The state of a directory of users.</summary>
internal enum DirectoryHealth
{
    /// <summary>All processes can be reached.</summary>
    Healthy,

    /// <summary>Data was lost, and the processes write it again: no hook is called meanwhile.</summary>
    Repairing,

    /// <summary>The other processes cannot be reached: no user can connect.</summary>
    Unavailable,
}
