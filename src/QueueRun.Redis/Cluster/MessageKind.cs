namespace QueueRun.Redis.Cluster;

/// <summary>
/// The kinds of messages between processes. A process passes over kinds that it does not know: they are a newer version's.
/// </summary>
internal static class MessageKind
{
    /// <summary>The version of the format, with which every message begins.</summary>
    public const char Version = '1';

    /// <summary>A frame for users: the indexes of those of this process, the opcode, all users, the payload.</summary>
    public const char ToUsers = 'S';

    /// <summary>A frame for a room: the opcode, the room, the payload.</summary>
    public const char ToRoom = 'R';

    /// <summary>A frame for all connections: the opcode, the payload.</summary>
    public const char ToAll = 'A';

    /// <summary>Closes the connections of users: the indexes, the status, the reason, all users.</summary>
    public const char CloseUsers = 'C';

    /// <summary>Closes the connections in a room: the status, the reason, the room.</summary>
    public const char CloseRoom = 'D';

    /// <summary>Closes all connections: the status, the reason.</summary>
    public const char CloseAll = 'B';

    /// <summary>The trace of the next message to the same process: traceparent, tracestate.</summary>
    public const char Trace = 'N';

    /// <summary>For the home of a user: user and record, which has changed at another process.</summary>
    public const char Record = 'U';

    /// <summary>The hooks of a user were called: user and record.</summary>
    public const char Told = 'T';

    /// <summary>A user has joined a room with all connections: user, room.</summary>
    public const char Enter = 'E';

    /// <summary>A user has left a room with all connections: user, room.</summary>
    public const char Exit = 'X';

    /// <summary>For the home: a user has come into a room: user, room.</summary>
    public const char Entered = 'J';

    /// <summary>For the home: a user is out of a room: user, room.</summary>
    public const char Left = 'L';
}
