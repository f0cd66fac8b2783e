namespace QueueRun.Connections;

/// <summary>The outcome of a send to the connections of one user.</summary>
internal enum Delivery
{
    /// <summary>There is no connection that can take it.</summary>
    Nobody,

    /// <summary>The only connection is the sender's, which is left out.</summary>
    LeftOut,

    /// <summary>A connection has taken it.</summary>
    Taken,
}
