namespace QueueRun.Redis.Store;

/// <summary>The reply to a slice that was cleared.</summary>
/// <param name="Next">Where to go on; null at the end.</param>
/// <param name="Adopted">The users whose home the caller is now, or who have changed there.</param>
internal sealed record ReapReply(ReapPosition? Next, IReadOnlyList<(string UserId, UserRecord Record)> Adopted);
