namespace QueueRun.Redis.Store;

/// <summary>The reply to a user's counts.</summary>
/// <param name="IsFull">Whether they were refused: there are too many places.</param>
/// <param name="Record">The user's record; null if there is none.</param>
/// <param name="Rooms">The rooms of the user, if these are the first devices at this process.</param>
internal sealed record SetReply(bool IsFull, UserRecord? Record, IReadOnlyList<string> Rooms);
