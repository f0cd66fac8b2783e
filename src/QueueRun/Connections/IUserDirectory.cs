using QueueRun.Wire;

namespace QueueRun.Connections;

/// <summary>
/// Which connections belong to which users: the one seam through which sending and presence reach other processes. In-process by
/// default (<see cref="LocalUserDirectory"/>).
/// </summary>
internal interface IUserDirectory
{
    /// <summary>Takes one of the user's places for a connection; false when he has as many as he may have.</summary>
    ValueTask<bool> TryReserveAsync(string userId);

    /// <summary>Gives back a place that no connection came to use.</summary>
    void Release(string userId);

    /// <summary>The connection belongs to its user from when this has completed, in the place that was reserved.</summary>
    ValueTask JoinAsync(Connection connection, ISocketUser user);

    /// <summary>Completes when the first message of a connection that has joined may be handled.</summary>
    Task ReadyAsync(string userId);

    /// <summary>A connection that has joined has closed, and gives its place back.</summary>
    ValueTask LeaveAsync(Connection connection, ISocketUser user);

    /// <summary>Puts a frame into the outbox of every connection of the users.</summary>
    /// <param name="userIds">Distinct ids.</param>
    /// <param name="frame">The frame; the caller keeps its reference.</param>
    /// <param name="own">The connection whose handler sends: where it is the only target, the call waits for room.</param>
    /// <param name="cancellationToken">Cancels that wait.</param>
    ValueTask<SendResult> SendAsync(IReadOnlyList<string> userIds, Frame frame, Connection? own, CancellationToken cancellationToken);

    /// <summary>Closes every connection of the users.</summary>
    ValueTask CloseAsync(IReadOnlyList<string> userIds, int status, string? reason, CancellationToken cancellationToken);

    /// <summary>Whether the user is online.</summary>
    ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken);
}

/// <summary>
/// What presence hears of users. Called in the order in which it happened, for one user never twice at a time: <see cref="Joined"/> and
/// <see cref="LastLeft"/> in turns.
/// </summary>
internal interface IUserListener
{
    /// <summary>The user's first connection is there.</summary>
    void Joined(ISocketUser user);

    /// <summary>The user's last connection has closed.</summary>
    void LastLeft(ISocketUser user);

    /// <summary>Completes when a first message of the user may be handled: no online hook has to come or runs, or it has had its time.</summary>
    Task ReadyAsync(string userId);

    /// <summary>Whether the user counts as online.</summary>
    bool IsOnline(string userId);
}
