namespace QueueRun.Connections;

/// <summary>The state of a connection with regard to its user and its rooms.</summary>
internal enum Standing
{
    /// <summary>It has no user, or none yet: it is in rooms by itself.</summary>
    Bare,

    /// <summary>It has joined its user.</summary>
    Joined,

    /// <summary>It has closed, and left its user and its rooms. This state is final.</summary>
    Left,
}
