using System.Runtime.CompilerServices;

namespace QueueRun;

/// <summary>
/// Sends to users from anywhere: a singleton that needs no current user, for background services and everything else that
/// lives as long as the program.
/// </summary>
public interface ISockets
{
    /// <summary>Names the one user to send to: every open connection of that user receives the message.</summary>
    /// <param name="userId">The user's id.</param>
    /// <returns>A socket whose recipients are that user's connections. It replaces an earlier <c>To</c>.</returns>
    /// <exception cref="ArgumentException">The id is null or empty.</exception>
    [OverloadResolutionPriority(1)]
    ISocket To(string userId);

    /// <summary>Names the users to send to: 1 to 100 distinct ids. For more, send to each <c>.Chunk(100)</c>; for none, do not send.</summary>
    /// <param name="userIds">The users' ids. Repeated ids count once.</param>
    /// <returns>A socket whose recipients are those users' connections. It replaces an earlier <c>To</c>.</returns>
    /// <exception cref="ArgumentException">No id, a null or empty one, or more than 100 distinct ones.</exception>
    ISocket To(params IEnumerable<string> userIds);

    /// <summary>
    /// Whether the user is online: true from when a first connection is authenticated until the last is closed and
    /// <see cref="QueueRunOptions.OfflineDelay"/> is over.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="ArgumentException">The id is null or empty.</exception>
    ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken = default);
}
