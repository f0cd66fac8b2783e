namespace QueueRun.Redis.Store;

/// <summary>The reply to a renewed lease.</summary>
/// <param name="Generation">The generation of the data: another one means that data was lost.</param>
/// <param name="LastMessage">The number of the last message to this process.</param>
/// <param name="Repair">How long the repair of a loss still takes; zero or less if there is none.</param>
/// <param name="Processes">The number of processes.</param>
/// <param name="IsLate">Whether the other processes have repaired a loss of data without this one.</param>
/// <param name="Expired">The processes whose lease is over.</param>
/// <param name="Dead">The processes that are buried, but not yet cleared away.</param>
internal sealed record Beat(
    string Generation, long LastMessage, TimeSpan Repair, int Processes, bool IsLate, IReadOnlyList<string> Expired, IReadOnlyList<string> Dead);
