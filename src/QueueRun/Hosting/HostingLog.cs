using Microsoft.Extensions.Logging;
using QueueRun.Diagnostics;

namespace QueueRun.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(400, LogLevel.Warning, "A page of {Origin} may not connect to {Host}: add this origin to QueueRun:AllowedOrigins to allow it")]
    public static partial void OriginRefused(this ILogger<SocketEndpoint> log, LogText origin, LogText host);

    [LoggerMessage(401, LogLevel.Warning, "An authenticated request has no user id, and may not connect: the option UserId says which claim holds it")]
    public static partial void NoUserId(this ILogger<SocketEndpoint> log);

    [LoggerMessage(402, LogLevel.Warning, "Pages of every origin may connect: QueueRun:AllowedOrigins contains *")]
    public static partial void EveryOrigin(this ILogger<SocketHost> log);

    [LoggerMessage(403, LogLevel.Warning, "Shutdown took longer than {Timeout}: {Connections} connections are aborted")]
    public static partial void ShutdownOverdue(this ILogger<SocketHost> log, TimeSpan timeout, int connections);

    [LoggerMessage(409, LogLevel.Error, "A connection of {UserId} could not be opened, and its reserved place could not be released")]
    public static partial void PlaceKept(this ILogger<SocketEndpoint> log, Exception error, LogText userId);

    [LoggerMessage(404, LogLevel.Warning, "A connection is refused: the server has as many upgraded connections as its limit MaxConcurrentUpgradedConnections allows")]
    public static partial void ServerFull(this ILogger<SocketEndpoint> log);

    [LoggerMessage(405, LogLevel.Warning, "Work waited {Waited} for a thread because methods block threads: up to {Threads} more threads are added")]
    public static partial void ThreadsBlocked(this ILogger<BlockedThreads> log, TimeSpan waited, int threads);

    [LoggerMessage(410, LogLevel.Error, "A timeout of HTTP could not be checked")]
    public static partial void HeartbeatFailed(this ILogger<Heartbeats> log, Exception error);

    [LoggerMessage(408, LogLevel.Warning, "A page may not connect to {Host}: no entry of QueueRun:AllowedOrigins can name its origin, {Origin}. Only * would allow it, and with it every page")]
    public static partial void NamelessOriginRefused(this ILogger<SocketEndpoint> log, LogText host, LogText origin);
}
