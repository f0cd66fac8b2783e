namespace QueueRun.Diagnostics;

/// <summary>Why a connection ended: which side closed it first, and for what reason.</summary>
internal enum CloseCause
{
    /// <summary>The transport ended without a known reason.</summary>
    Lost,
    Client,
    Application,
    Shutdown,
    KeepAlive,
    TooSlow,
    NotAuthenticated,
    TooManyConnections,
    TooManyUnauthenticated,
    ClusterUnavailable,
    Expired,
    ProtocolError,
    TooBig,
    InternalError,
}

internal static class CloseCauses
{
    /// <summary>The value of the attribute <see cref="TelemetryNames.CloseReason"/>.</summary>
    public static string Label(this CloseCause cause) => cause switch
    {
        CloseCause.Client => "client",
        CloseCause.Application => "application",
        CloseCause.Shutdown => "shutdown",
        CloseCause.KeepAlive => "keep_alive",
        CloseCause.TooSlow => "too_slow",
        CloseCause.NotAuthenticated => "not_authenticated",
        CloseCause.TooManyConnections => "too_many_connections",
        CloseCause.TooManyUnauthenticated => "too_many_unauthenticated",
        CloseCause.ClusterUnavailable => "cluster_unavailable",
        CloseCause.Expired => "expired",
        CloseCause.ProtocolError => "protocol_error",
        CloseCause.TooBig => "too_big",
        CloseCause.InternalError => "internal_error",
        _ => "lost",
    };
}
