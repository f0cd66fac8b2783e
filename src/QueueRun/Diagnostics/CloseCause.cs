namespace QueueRun.Diagnostics;

/// <summary>Why a connection came to its end: who closed it first, and what for.</summary>
internal enum CloseCause
{
    /// <summary>The transport ended, and nobody had said why.</summary>
    Lost,
    Client,
    Application,
    Shutdown,
    KeepAlive,
    TooSlow,
    NotAuthenticated,
    TooManyConnections,
    Expired,
    ProtocolError,
    TooBig,
    InternalError,
}

internal static class CloseCauses
{
    /// <summary>The value of the attribute <see cref="Attributes.CloseReason"/>.</summary>
    public static string Label(this CloseCause cause) => cause switch
    {
        CloseCause.Client => "client",
        CloseCause.Application => "application",
        CloseCause.Shutdown => "shutdown",
        CloseCause.KeepAlive => "keep_alive",
        CloseCause.TooSlow => "too_slow",
        CloseCause.NotAuthenticated => "not_authenticated",
        CloseCause.TooManyConnections => "too_many_connections",
        CloseCause.Expired => "expired",
        CloseCause.ProtocolError => "protocol_error",
        CloseCause.TooBig => "too_big",
        CloseCause.InternalError => "internal_error",
        _ => "lost",
    };
}
