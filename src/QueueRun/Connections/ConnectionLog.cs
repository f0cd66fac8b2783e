using Microsoft.Extensions.Logging;
using QueueRun.Diagnostics;

namespace QueueRun.Connections;

internal static partial class ConnectionLog
{
    [LoggerMessage(100, LogLevel.Debug, "Connection {ConnectionId} opened")]
    public static partial void Opened(this ILogger<Connection> log, string connectionId);

    [LoggerMessage(101, LogLevel.Debug, "Connection {ConnectionId} has ended")]
    public static partial void Closed(this ILogger<Connection> log, string connectionId);

    [LoggerMessage(102, LogLevel.Debug, "Closing connection {ConnectionId} with {Status} {Reason}")]
    public static partial void Closing(this ILogger<Connection> log, string connectionId, int status, LogText reason);

    [LoggerMessage(103, LogLevel.Debug, "Connection {ConnectionId} was closed by its client with {Status}")]
    public static partial void ClosedByPeer(this ILogger<Connection> log, string connectionId, int? status);

    [LoggerMessage(104, LogLevel.Information, "Connection {ConnectionId} broke the protocol: {Status} {Reason}")]
    public static partial void Violation(this ILogger<Connection> log, string connectionId, int status, LogText reason);

    [LoggerMessage(105, LogLevel.Information, "Connection {ConnectionId} was silent for too long and is aborted")]
    public static partial void KeepAliveMissed(this ILogger<Connection> log, string connectionId);

    [LoggerMessage(106, LogLevel.Error, "Connection {ConnectionId} is closed because of an error in QueueRun")]
    public static partial void Faulted(this ILogger<Connection> log, Exception fault, string connectionId);
}
