using Microsoft.Extensions.Logging;
using QueueRun.Diagnostics;

namespace QueueRun.Presence;

internal static partial class PresenceLog
{
    [LoggerMessage(300, LogLevel.Error, "{Hook} failed for user {UserId}")]
    public static partial void Failed(this ILogger<PresenceHooks> log, Exception error, string hook, LogText userId);

    [LoggerMessage(301, LogLevel.Warning, "{Hook} exceeded its timeout for user {UserId}")]
    public static partial void TimedOut(this ILogger<PresenceHooks> log, string hook, LogText userId);

    [LoggerMessage(302, LogLevel.Warning, "The user {UserId} cannot be written as JSON: hooks of another process receive a SocketUser")]
    public static partial void UserNotWritten(this ILogger<UserJson> log, Exception error, LogText userId);

    [LoggerMessage(303, LogLevel.Warning, "The user {UserId} cannot be read from JSON: hooks receive a SocketUser")]
    public static partial void UserNotRead(this ILogger<UserJson> log, Exception error, LogText userId);
}
