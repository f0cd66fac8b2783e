namespace QueueRun.Diagnostics;

/// <summary>Why a request was not upgraded.</summary>
internal static class RefusalReason
{
    public const string Handshake = "handshake";
    public const string Shutdown = "shutdown";
    public const string Origin = "origin";

    /// <summary>By the program's own <c>[OnConnect]</c>.</summary>
    public const string Rejected = "rejected";
    public const string NoUserId = "no_user_id";
    public const string TooManyConnections = "too_many_connections";
    public const string TooManyUnauthenticated = "too_many_unauthenticated";
    public const string ServerFull = "server_full";

    /// <summary>The program's other processes could not be reached.</summary>
    public const string ClusterUnavailable = "cluster_unavailable";
}
