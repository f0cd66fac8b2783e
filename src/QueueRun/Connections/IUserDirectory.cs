using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>
/// Knows which connections belong to which users: the one interface through which sending and presence can reach other processes.
/// In-process by default (<see cref="LocalUserDirectory"/>).
/// </summary>
internal interface IUserDirectory : IPresenceDirectory
{
    /// <summary>Reserves one of the user's places for a connection; false if the user has as many connections as allowed.</summary>
    /// <exception cref="ClusterUnavailableException">The other processes' places cannot be counted now.</exception>
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
    /// The program stops: no user comes back to this process. Users who have left it are offline at once, or another process's.
    /// </summary>
    void Stop();

    /// <summary>The program has stopped: no connection is open, and hooks have ended, or their time is over.</summary>
    ValueTask EndAsync() => default;

    /// <summary>Puts a frame into the outbox of every recipient's connection.</summary>
    /// <param name="to">The recipients: users, a room, or all. A send to one connection needs no directory.</param>
    /// <param name="frame">
    /// The frame. The caller holds its reference until the returned task has completed: an implementation may await something first.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait for room, if the sender's connection is the only recipient.</param>
    ValueTask<SendResult> SendAsync(Recipients to, Frame frame, CancellationToken cancellationToken);

    /// <summary>Closes every connection to which a message would be sent.</summary>
    ValueTask CloseAsync(Recipients who, int status, string? reason, CancellationToken cancellationToken);

    /// <summary>Whether the other processes can be reached. In one process: yes.</summary>
    DirectoryHealth Health => DirectoryHealth.Healthy;

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

/// <summary>The part of a directory that presence needs.</summary>
internal interface IPresenceDirectory
{
    /// <summary>
    /// The delay after a user's last connection has passed. Unless the user is back, calls the listener; then the user is offline, and in
    /// no room. The user's rooms are kept until <see cref="LeaveRoomsAsync"/>.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="departure">The number of the delay: the listener compares it with the newest.</param>
    void GoOffline(string userId, int departure);

    /// <summary>
    /// Hooks are about to be called because a user is offline. Unless the user is back, calls the listener, and forgets the rooms that the
    /// user was in.
    /// </summary>
    ValueTask LeaveRoomsAsync(string userId);

    /// <summary>The user for whom hooks are about to be called. In one process: the one that presence knows.</summary>
    /// <param name="known">The user, as the listener was told; perhaps only the id.</param>
    ValueTask<ISocketUser> UserOfHooksAsync(ISocketUser known) => new(known);

    /// <summary>Completes when this process may call hooks. In one process: at once.</summary>
    ValueTask MayCallAsync() => default;

    /// <summary>
    /// Cancelled if this process may no longer call hooks: the tokens of running hooks are cancelled. In one process: never.
    /// </summary>
    CancellationToken CallsEnd => CancellationToken.None;

    /// <summary>
    /// The hooks for a user's newest state have ended, or the state has changed back before hooks were called. Not called for rooms. In one
    /// process nobody needs to know.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="isOnline">The state that was told.</param>
    /// <param name="number">The number of the call; if there was none, that of the state.</param>
    void Told(string userId, bool isOnline, long number)
    {
    }

    /// <summary>The hooks for a user's room have ended. In one process nobody needs to know.</summary>
    void ToldRoom(string userId, string room, bool isIn)
    {
    }
}

/// <summary>The state of a user whose hooks this process calls from now on.</summary>
/// <param name="User">The user.</param>
/// <param name="IsOnline">Whether the user counts as online.</param>
/// <param name="IsPresent">Whether a connection is open somewhere; otherwise the delay of a departure runs, from now on.</param>
/// <param name="Number">The number of the state.</param>
/// <param name="ToldOnline">Whether online was told last; null if that is unknown: then the true state is told, perhaps once more.</param>
/// <param name="ToldNumber">The number of the last call, as far as it is known.</param>
/// <param name="Since">All calls from now on have higher numbers.</param>
/// <param name="AwaitsRooms">
/// Whether the user's rooms are not known yet: until <see cref="IUserListener.Restore"/>, no hook for rooms is called, and the user leaves
/// none.
/// </param>
internal sealed record Adoption(
    ISocketUser User, bool IsOnline, bool IsPresent, long Number, bool? ToldOnline, long ToldNumber, long Since, bool AwaitsRooms);

/// <summary>
/// Receives the changes of users, for presence. Calls come in the order of the events; for one user they never overlap, <see
/// cref="Joined"/> and <see cref="LastLeft"/> alternate, and so do <see cref="Entered"/> and <see cref="Left"/> for each room.
/// </summary>
internal interface IUserListener
{
    /// <summary>The user's first connection has joined.</summary>
    /// <param name="user">The user.</param>
    /// <param name="number">The number of the change, if the directory counts changes; else 0.</param>
    void Joined(ISocketUser user, long number = 0);

    /// <summary>The user's last connection has closed; true if the user is offline at once.</summary>
    /// <param name="user">The user.</param>
    /// <param name="number">The number of the change, if the directory counts changes; else 0.</param>
    bool LastLeft(ISocketUser user, long number = 0);

    /// <summary>The delay of a departure is over; true if the user is offline now; false if another delay runs, or none.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="departure">The number of the delay.</param>
    /// <param name="number">The number of the change, if the directory counts changes; else 0.</param>
    bool TryGoOffline(string userId, int departure, long number = 0);

    /// <summary>Ends all delays: no user comes back to this process.</summary>
    void Stop();

    /// <summary>This process calls the user's hooks from now on: another process has died, or has handed the user over.</summary>
    void Adopt(Adoption adoption);

    /// <summary>The rooms of a user who was adopted.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="rooms">The rooms that the user is in, as far as no later change has come.</param>
    /// <param name="told">The rooms for which join hooks were called last.</param>
    void Restore(string userId, IReadOnlyList<string> rooms, IReadOnlyList<string> told);

    /// <summary>
    /// Another process calls the user's hooks from now on. A hook that runs is not cancelled, and is reported when it has ended.
    /// </summary>
    /// <returns>The rooms for which join hooks were called last.</returns>
    IReadOnlyList<string> Resign(string userId);

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
