namespace QueueRun.Redis.Store;

/// <summary>A user at a process.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Places">The places that connections take, or that are reserved for them.</param>
/// <param name="Devices">The connections that have joined.</param>
/// <param name="MaxPlaces">The limit of places over all processes, beyond which the counts are refused; 0 if they cannot be.</param>
/// <param name="ToldOnline">
/// After a loss of data: the state for which this process called hooks last. Null if it called none, or nothing was lost.
/// </param>
/// <param name="ToldNumber">The number of that call.</param>
/// <param name="Json">
/// The user as JSON, where a hook needs it; null if there is nothing new. Without devices, it is written only if there is none.
/// </param>
/// <param name="AsksRooms">Whether the reply has the user's rooms in any case, not only with the first device.</param>
/// <param name="IsDoubtful">Whether other processes may have called hooks since, of which nothing is known any more.</param>
internal sealed record UserCounts(
    string UserId, int Places, int Devices, int MaxPlaces, bool? ToldOnline, long ToldNumber, byte[]? Json, bool AsksRooms = false, bool IsDoubtful = false);
