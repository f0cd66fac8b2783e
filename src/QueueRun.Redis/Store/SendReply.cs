namespace QueueRun.Redis.Store;

/// <summary>The reply to a send.</summary>
/// <param name="IsRepairing">Whether data was lost lately: a user who was not found may be there all the same.</param>
/// <param name="Found">The indexes of the users that other processes have.</param>
internal sealed record SendReply(bool IsRepairing, IReadOnlyList<int> Found);
