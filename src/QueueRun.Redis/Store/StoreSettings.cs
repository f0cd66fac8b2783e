namespace QueueRun.Redis.Store;

/// <summary>The settings of the program that the scripts need.</summary>
/// <param name="Prefix">The text before all keys and channels.</param>
/// <param name="LeaseTime">How long a process counts as living after its last beat.</param>
/// <param name="ReplayLength">The messages to a process that are kept.</param>
/// <param name="Delays">Whether a user stays online for a while after the last connection has closed.</param>
/// <param name="IsUntold">Whether the program has no hooks, neither for users nor for rooms: nothing is ever told.</param>
/// <param name="HasRoomHooks">Whether the program has hooks for rooms.</param>
/// <param name="Program">The program's name: no two may have the same prefix.</param>
internal sealed record StoreSettings(string Prefix, TimeSpan LeaseTime, int ReplayLength, bool Delays, bool IsUntold, bool HasRoomHooks, string Program = "");
