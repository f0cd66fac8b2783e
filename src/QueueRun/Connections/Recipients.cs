using System.Diagnostics.CodeAnalysis;

namespace QueueRun.Connections;

/// <summary>The recipients of a message or a close: one connection, all connections of some users, a room, or all connections.</summary>
internal readonly record struct Recipients
{
    private readonly string? _userId;       // the one user
    private readonly string[]? _userIds;    // several users

    private Recipients(
        Connection? sender, bool others, Connection? connection = null, string? userId = null, string[]? userIds = null, string? room = null)
        => (Sender, LeavesOutSender, Connection, _userId, _userIds, Room) = (sender, others && sender is not null, connection, userId, userIds, room);

    /// <summary>The one connection; null if the recipients are others.</summary>
    public Connection? Connection { get; }

    /// <summary>Distinct ids of users; empty if the recipients are others.</summary>
    [UnscopedRef]
    public ReadOnlySpan<string> UserIds => _userIds ?? (_userId is null ? [] : new ReadOnlySpan<string>(in _userId));

    /// <summary>The name of the room; null if the recipients are others.</summary>
    public string? Room { get; }

    /// <summary>The connection whose handler sends, or null. If it is the only recipient, the send waits for room in its outbox.</summary>
    public Connection? Sender { get; }

    /// <summary>Whether the sender's connection is left out. Only true if there is a sender.</summary>
    public bool LeavesOutSender { get; }

    /// <summary>Whether all connections of one of the users are recipients.</summary>
    public bool IsWhole(string userId) => !LeavesOutSender || userId != Sender!.User?.Id;

    /// <summary>The user whose connections are recipients except the sender's; null if there is none.</summary>
    public string? DividedUser => LeavesOutSender && Sender!.User is { Id: var own } && UserIds.Contains(own) ? own : null;

    /// <summary>One connection; nobody, if it is left out as the sender.</summary>
    public static Recipients Of(Connection connection, bool others = false) => new(connection, others, connection: connection);

    /// <summary>All connections of one user.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="sender">The connection whose handler sends, or null.</param>
    /// <param name="others">Whether the sender's connection is left out.</param>
    public static Recipients Of(string userId, Connection? sender, bool others = false) => new(sender, others, userId: userId);

    /// <summary>All connections of some users.</summary>
    /// <param name="userIds">Distinct ids, at least one.</param>
    /// <param name="sender">The connection whose handler sends, or null.</param>
    /// <param name="others">Whether the sender's connection is left out.</param>
    public static Recipients Of(string[] userIds, Connection? sender, bool others = false) => new(sender, others, userIds: userIds);

    /// <summary>All connections in a room.</summary>
    public static Recipients In(string room, Connection? sender, bool others = false) => new(sender, others, room: room);

    /// <summary>All connections.</summary>
    public static Recipients All(Connection? sender, bool others = false) => new(sender, others);

    /// <summary>Whether a connection of the recipients is left out.</summary>
    public bool LeavesOut(Connection connection) => LeavesOutSender && connection == Sender;
}
