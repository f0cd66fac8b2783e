using Microsoft.Extensions.Logging;

namespace QueueRun.Routing;

internal static partial class ConversationLog
{
    [LoggerMessage(200, LogLevel.Error, "{Handler} failed for message {RequestId} of connection {ConnectionId}")]
    public static partial void Failed(this ILogger<Conversation> log, Exception error, string connectionId, string requestId, string handler);

    [LoggerMessage(201, LogLevel.Information, "{Handler} answered message {RequestId} of connection {ConnectionId} with an error")]
    public static partial void Error(this ILogger<Conversation> log, Exception error, string connectionId, string requestId, string handler);

    [LoggerMessage(202, LogLevel.Debug, "Message {RequestId} of connection {ConnectionId} does not fit {Handler}")]
    public static partial void Refused(this ILogger<Conversation> log, string connectionId, string requestId, string handler);

    [LoggerMessage(203, LogLevel.Warning, "{Handler} timed out for message {RequestId} of connection {ConnectionId}")]
    public static partial void TimedOut(this ILogger<Conversation> log, string connectionId, string requestId, string handler);

    [LoggerMessage(204, LogLevel.Warning, "{Handler} ended after its time for message {RequestId} of connection {ConnectionId}")]
    public static partial void LateEnd(this ILogger<Conversation> log, Exception? error, string connectionId, string requestId, string handler);

    [LoggerMessage(205, LogLevel.Warning, "What {Handler} returned after its time for message {RequestId} of connection {ConnectionId} is dropped")]
    public static partial void LateResult(this ILogger<Conversation> log, string connectionId, string requestId, string handler);

    [LoggerMessage(206, LogLevel.Debug, "{Handler} was cancelled for message {RequestId} of connection {ConnectionId}")]
    public static partial void Cancelled(this ILogger<Conversation> log, string connectionId, string requestId, string handler);

    [LoggerMessage(207, LogLevel.Information, "Connection {ConnectionId} did not authenticate")]
    public static partial void NotAuthenticated(this ILogger<Conversation> log, string connectionId);
}
