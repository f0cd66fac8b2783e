namespace QueueRun.Presence;

/// <summary>The changes of a user for which hooks are called.</summary>
internal enum PresenceEvent
{
    /// <summary>The user's first connection has joined.</summary>
    Online,

    /// <summary>The last connection has closed, and the delay is over.</summary>
    Offline,

    /// <summary>The user has entered a room.</summary>
    Join,

    /// <summary>The user has left a room.</summary>
    Leave,
}

/// <summary>One change of a user. Each hook for it is called once.</summary>
/// <param name="Event">The kind of change.</param>
/// <param name="User">The user.</param>
/// <param name="Room">The room that the user has joined or left; empty for the other kinds.</param>
internal sealed record PresenceChange(PresenceEvent Event, ISocketUser User, string Room = "");
