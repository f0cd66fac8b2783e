using Microsoft.Extensions.Logging;
using QueueRun.Diagnostics;

namespace QueueRun.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(400, LogLevel.Warning, "A page of {Origin} may not connect to {Host}: the setting QueueRun:AllowedOrigins would allow it")]
    public static partial void OriginRefused(this ILogger<SocketEndpoint> log, LogText origin, LogText host);

    [LoggerMessage(401, LogLevel.Warning, "An authenticated request has no user id, and may not connect: the option UserId says which claim holds it")]
    public static partial void NoUserId(this ILogger<SocketEndpoint> log);

    [LoggerMessage(402, LogLevel.Warning, "Pages of every origin may connect: QueueRun:AllowedOrigins contains *")]
    public static partial void EveryOrigin(this ILogger<SocketHost> log);

    [LoggerMessage(403, LogLevel.Warning, "Shutdown took longer than {Timeout}: {Connections} connections are aborted")]
    public static partial void ShutdownOverdue(this ILogger<SocketHost> log, TimeSpan timeout, int connections);

    [LoggerMessage(404, LogLevel.Warning, "A connection is refused: the server has as many upgraded connections as its limit MaxConcurrentUpgradedConnections allows")]
    public static partial void ServerFull(this ILogger<SocketEndpoint> log);
}
