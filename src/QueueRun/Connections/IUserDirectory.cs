using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>
/// Knows which connections belong to which users: the one interface through which sending and presence can reach other processes.
/// In-process by default (<see cref="LocalUserDirectory"/>).
/// </summary>
internal interface IUserDirectory
{
    /// <summary>Reserves one of the user's places for a connection; false if the user has as many connections as allowed.</summary>
    ValueTask<bool> TryReserveAsync(string userId);

    /// <summary>Releases a reserved place that no connection has used.</summary>
    ValueTask ReleaseAsync(string userId);

    /// <summary>Adds the connection to its user, in the reserved place. It is the user's when the task has completed.</summary>
    ValueTask JoinAsync(Connection connection, ISocketUser user);

    /// <summary>Completes when the first message of a connection that has joined may be handled.</summary>
    Task ReadyAsync(string userId);

    /// <summary>Removes a connection that has closed from its rooms and, if it has joined, from its user, and releases its place.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="user">The user that the connection has joined; null if it has none.</param>
    ValueTask LeaveAsync(Connection connection, ISocketUser? user);

    /// <summary>
    /// The delay after a user's last connection has passed. Unless the user is back, calls the listener; then the user is offline, and in
    /// no room. The user's rooms are kept until <see cref="LeaveRooms"/>.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="departure">The number of the delay: the listener compares it with the newest.</param>
    void GoOffline(string userId, int departure);

    /// <summary>
    /// Hooks are about to be called because a user is offline. Unless the user is back, calls the listener, and forgets the rooms that the
    /// user was in.
    /// </summary>
    void LeaveRooms(string userId);

    /// <summary>Puts a frame into the outbox of every recipient's connection.</summary>
    /// <param name="to">The recipients: users, a room, or all. A send to one connection needs no directory.</param>
    /// <param name="frame">
    /// The frame. The caller holds its reference until the returned task has completed: an implementation may await something first.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait for room, if the sender's connection is the only recipient.</param>
    ValueTask<SendResult> SendAsync(Recipients to, Frame frame, CancellationToken cancellationToken);

    /// <summary>Closes every connection to which a message would be sent.</summary>
    ValueTask CloseAsync(Recipients who, int status, string? reason, CancellationToken cancellationToken);

    /// <summary>Whether the user is online.</summary>
    ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken);

    /// <summary>The given users who are online, in the order given.</summary>
    ValueTask<IReadOnlyList<string>> OnlineAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken);

    /// <summary>
    /// Puts users who are online into a room, with all of their connections, or single connections by themselves. Messages that are sent to
    /// the room after the returned task has completed reach them.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// A user, or a connection without a user, is already in as many rooms as allowed.
    /// </exception>
    ValueTask EnterAsync(in Recipients who, string room, CancellationToken cancellationToken);

    /// <summary>Removes users from a room, with all of their connections, or single connections.</summary>
    /// <exception cref="InvalidOperationException">A connection is in the room through its user.</exception>
    ValueTask ExitAsync(in Recipients who, string room, CancellationToken cancellationToken);

    /// <summary>The ids of the users in a room, in ordinal order.</summary>
    ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken);
}

/// <summary>
/// Receives the changes of users, for presence. Calls come in the order of the events; for one user they never overlap, <see
/// cref="Joined"/> and <see cref="LastLeft"/> alternate, and so do <see cref="Entered"/> and <see cref="Left"/> for each room.
/// </summary>
internal interface IUserListener
{
    /// <summary>The user's first connection has joined.</summary>
    void Joined(ISocketUser user);

    /// <summary>The user's last connection has closed; true if the user is offline at once.</summary>
    bool LastLeft(ISocketUser user);

    /// <summary>The delay of a departure is over; true if the user is offline now; false if another delay runs, or none.</summary>
    bool TryGoOffline(string userId, int departure);

    /// <summary>
    /// Asks whether the user's rooms may be forgotten: true if the user is still offline. Then hooks are called for leaving the rooms, and
    /// for being offline, even if the user comes back meanwhile.
    /// </summary>
    bool TryLeaveRooms(string userId);

    /// <summary>Whether <see cref="Entered"/> and <see cref="Left"/> need to be called.</summary>
    bool HearsOfRooms { get; }

    /// <summary>A user who is online has entered a room.</summary>
    void Entered(ISocketUser user, string room);

    /// <summary>
    /// A user has left a room, or, while offline, is not to come back into it. Not called for the rooms of <see cref="TryLeaveRooms"/>.
    /// </summary>
    void Left(ISocketUser user, string room);

    /// <summary>
    /// Completes when a first message of the user may be handled: no online hook is pending or running, or the running one has timed out.
    /// </summary>
    Task ReadyAsync(string userId);

    /// <summary>Whether the user counts as online.</summary>
    bool IsOnline(string userId);
}
