using System.Runtime.CompilerServices;

namespace QueueRun;

/// <summary>
/// Sends to users from anywhere: a singleton that needs no current user, for background services and other objects that live as long as the
/// program.
/// </summary>
public interface ISockets
{
    /// <summary>Names one recipient: every open connection of that user receives the message.</summary>
    /// <param name="userId">The user's id.</param>
    /// <returns>A socket whose recipients are that user's connections. This call replaces an earlier <c>To</c>.</returns>
    /// <exception cref="ArgumentException">The id is null or empty.</exception>
    [OverloadResolutionPriority(1)]
    ISocket To(string userId);

    /// <summary>
    /// Names the recipients: 1 to 100 distinct user ids. For more, send to each <c>.Chunk(100)</c>; for none, do not send.
    /// </summary>
    /// <param name="userIds">The users' ids. A repeated id counts once.</param>
    /// <returns>A socket whose recipients are those users' connections. This call replaces an earlier <c>To</c>.</returns>
    /// <exception cref="ArgumentException">There is no id, an id is null or empty, or there are more than 100 distinct ids.</exception>
    ISocket To(params IEnumerable<string> userIds);

    /// <summary>
    /// All connections in a room: those of users, and those without a user.
    /// </summary>
    /// <param name="room">The room's name: 1 to 200 characters, and no control characters. An empty room is not an error.</param>
    /// <returns>A socket whose recipients are the connections in the room, found at each send. It replaces an earlier <c>To</c>.</returns>
    /// <exception cref="ArgumentException">The name is null or empty, too long, or has control characters.</exception>
    ISocket ToRoom(string room);

    /// <summary>
    /// Every open connection, with or without a user, except those whose authentication has not ended yet.
    /// </summary>
    ISocket All { get; }

    /// <summary>
    /// Whether the user is online: from the authentication of the user's first connection until the last connection has closed and
    /// <see cref="QueueRunOptions.OfflineDelay"/> has passed.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ArgumentException">The id is null or empty.</exception>
    ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>The given users who are online, by the definition of <see cref="IsOnlineAsync"/>.</summary>
    /// <param name="userIds">The users' ids: at most 100 distinct ones. An empty list is not an error.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The ids of the users who are online, in the order given.</returns>
    /// <exception cref="ArgumentException">An id is null or empty, or there are more than 100 distinct ids.</exception>
    ValueTask<IReadOnlyList<string>> OnlineAsync(IEnumerable<string> userIds, CancellationToken cancellationToken = default);

    /// <summary>The users in a room: all who joined it, and all with a connection that joined it by itself.</summary>
    /// <param name="room">The room's name: 1 to 200 characters, and no control characters.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>Their ids, in ordinal order. A user whose last connection has closed counts until the user is offline.</returns>
    /// <exception cref="ArgumentException">The name is null or empty, too long, or has control characters.</exception>
    ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken = default);
}
