namespace QueueRun.Redis.Store;

/// <summary>
/// The directory that all processes share, and the channel of each. Every command is one step: it is executed as a whole or not at all, and
/// all processes see the same order of steps. A command that fails may have been executed.
/// </summary>
/// <remarks>
/// Commands throw <see cref="ClusterUnavailableException"/> if there is no answer in time, and <see cref="FencedException"/> if this
/// process is not among the living: its lease was over, or the data was lost. Then it has to register again, under a new id.
/// </remarks>
internal interface IClusterStore : IAsyncDisposable, IDisposable
{
    /// <summary>
    /// Receives what is published to a process, in order, one message after the other. Messages may be missing after a broken connection:
    /// the numbers tell. Completes when messages that are published from now on are received.
    /// </summary>
    Task SubscribeAsync(string process, Func<InboundMessage, Task> receive);

    /// <summary>Ends the subscription of a process's channel.</summary>
    Task UnsubscribeAsync(string process);

    /// <summary>The messages to a process that are kept, from a number on.</summary>
    Task<IReadOnlyList<InboundMessage>> ReplayAsync(string process, long from);

    /// <summary>Renews the lease of a process, or registers a new one.</summary>
    /// <param name="process">The process.</param>
    /// <param name="known">The generation of the data that the process knows; null if it knows none.</param>
    /// <param name="fresh">The generation if there is none: a random text that was never used.</param>
    /// <param name="isNew">Whether the process registers.</param>
    /// <exception cref="PrefixTakenException">Processes of another program use the prefix.</exception>
    Task<Beat> BeatAsync(string process, string? known, string fresh, bool isNew);

    /// <summary>Writes the counts of users at a process, and facts about what was told.</summary>
    Task<IReadOnlyList<SetReply>> SetAsync(string process, IReadOnlyList<UserCounts> users);

    /// <summary>The hooks of a user were called. Returns the record; null if there is none any more. Never fails as fenced.</summary>
    Task<UserRecord?> ToldAsync(string process, string userId, bool isOnline, long number);

    /// <summary>
    /// The delay of a departure is over at the user's home: unless the record's number is another one, the user is offline. Returns the
    /// record; null if there is none.
    /// </summary>
    Task<UserRecord?> GoneAsync(string process, string userId, long number);

    /// <summary>Hands a user's home over to another process; null if there is none, or the process is not the home.</summary>
    Task<string?> ResignAsync(string process, string userId);

    /// <summary>Forgets the rooms of a user, and returns them; null if the user is online.</summary>
    Task<IReadOnlyList<string>?> ForgetRoomsAsync(string process, string userId);

    /// <summary>The records of users, in the order given; null for those that have none.</summary>
    Task<IReadOnlyList<UserRecord?>> WhereAsync(IReadOnlyList<string> userIds);

    /// <summary>The JSON of a user that was written last; null if there is none.</summary>
    Task<byte[]?> UserJsonAsync(string userId);

    /// <summary>Publishes a message to the other processes that have one of the users.</summary>
    /// <param name="process">The process.</param>
    /// <param name="kind">The kind of message.</param>
    /// <param name="tail">What is the same for all processes.</param>
    /// <param name="trace">The trace of the send, which each process receives before the message; empty if there is none.</param>
    /// <param name="userIds">The users.</param>
    Task<SendReply> SendAsync(string process, char kind, ReadOnlyMemory<byte> tail, ReadOnlyMemory<byte> trace, IReadOnlyList<string> userIds);

    /// <summary>
    /// Publishes a message, and before it its trace, to the other processes that have the room, or to all others if it is null.
    /// </summary>
    Task SendToRoomAsync(string process, char kind, ReadOnlyMemory<byte> tail, ReadOnlyMemory<byte> trace, string? room);

    /// <summary>
    /// Puts users who are online into a room: with all connections, or with some of this process's. Returns the index of the first user who
    /// is in too many rooms: those before are in; null if all are in.
    /// </summary>
    Task<int?> EnterAsync(string process, string room, bool isWhole, int maxRooms, IReadOnlyList<string> userIds);

    /// <summary>Removes users from a room: with all connections, or with those of this process.</summary>
    Task ExitAsync(string process, string room, bool isWhole, IReadOnlyList<string> userIds);

    /// <summary>The hooks for rooms of a user were called. Never fails as fenced.</summary>
    Task ToldRoomsAsync(string process, string userId, bool isIn, IReadOnlyList<string> rooms);

    /// <summary>The rooms of a user: those that the user is in, and those for which join hooks were called last.</summary>
    Task<(IReadOnlyList<string> In, IReadOnlyList<string> Told)> RoomsOfAsync(string userId);

    /// <summary>The ids of the users in a room.</summary>
    Task<IReadOnlyList<string>> MembersAsync(string room);

    /// <summary>The process has connections in the rooms.</summary>
    Task AddRoutesAsync(string process, IReadOnlyList<string> rooms);

    /// <summary>
    /// The process has no connection in the rooms any more. False if nothing was done because a message to the process is under way.
    /// </summary>
    Task<bool> RemoveRoutesAsync(string process, long lastReceived, IReadOnlyList<string> rooms);

    /// <summary>Buries a process whose lease is over.</summary>
    Task BuryAsync(string process, string other);

    /// <summary>Clears a slice of what a buried process has left. Returns the users whose home is the caller now.</summary>
    /// <param name="process">The process.</param>
    /// <param name="dead">The buried process.</param>
    /// <param name="position">The slice.</param>
    /// <param name="isAgain">
    /// Whether slices may have been cleared without a reply: then all users whose home is the caller are returned.
    /// </param>
    Task<ReapReply> ReapAsync(string process, string dead, ReapPosition position, bool isAgain);

    /// <summary>The process ends.</summary>
    /// <param name="process">The process.</param>
    /// <param name="isClean">Whether nothing of it is left in the directory; else others clear it away.</param>
    Task QuitAsync(string process, bool isClean);
}
