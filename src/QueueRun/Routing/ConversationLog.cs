using Microsoft.Extensions.Logging;

namespace QueueRun.Routing;

// Each method's parameters have the order of its text: otherwise its entries have a type of their own, for which a native binary has about
// two kilobytes of code.
internal static partial class ConversationLog
{
    [LoggerMessage(200, LogLevel.Error, "{Handler} failed for message {RequestId} of connection {ConnectionId}")]
    public static partial void Failed(this ILogger<Conversation> log, Exception error, string handler, string requestId, string connectionId);

    [LoggerMessage(201, LogLevel.Information, "{Handler} answered message {RequestId} of connection {ConnectionId} with an error")]
    public static partial void Error(this ILogger<Conversation> log, Exception error, string handler, string requestId, string connectionId);

    [LoggerMessage(202, LogLevel.Debug, "Message {RequestId} of connection {ConnectionId} does not fit {Handler}")]
    public static partial void Refused(this ILogger<Conversation> log, string requestId, string connectionId, string handler);

    [LoggerMessage(203, LogLevel.Warning, "{Handler} timed out for message {RequestId} of connection {ConnectionId}")]
    public static partial void TimedOut(this ILogger<Conversation> log, string handler, string requestId, string connectionId);

    [LoggerMessage(204, LogLevel.Warning, "{Handler} ended after its timeout for message {RequestId} of connection {ConnectionId}")]
    public static partial void LateEnd(this ILogger<Conversation> log, Exception? error, string handler, string requestId, string connectionId);

    [LoggerMessage(205, LogLevel.Warning, "The result that {Handler} returned after its timeout for message {RequestId} of connection {ConnectionId} is dropped")]
    public static partial void LateResult(this ILogger<Conversation> log, string handler, string requestId, string connectionId);

    [LoggerMessage(206, LogLevel.Debug, "{Handler} was cancelled for message {RequestId} of connection {ConnectionId}")]
    public static partial void Cancelled(this ILogger<Conversation> log, string handler, string requestId, string connectionId);

    [LoggerMessage(207, LogLevel.Information, "Connection {ConnectionId} did not authenticate")]
    public static partial void NotAuthenticated(this ILogger<Conversation> log, string connectionId);

    [LoggerMessage(208, LogLevel.Debug, "No handler takes message {RequestId} of connection {ConnectionId}: {Reason}", SkipEnabledCheck = true)]
    public static partial void NotAvailable(this ILogger<Conversation> log, string requestId, string connectionId, string reason);

    [LoggerMessage(209, LogLevel.Information, "Connection {ConnectionId} had not authenticated, and made room for another")]
    public static partial void MadePlace(this ILogger<Conversation> log, string connectionId);

    [LoggerMessage(210, LogLevel.Information, "A type that {Handler} takes threw while message {RequestId} of connection {ConnectionId} was read")]
    public static partial void Unread(this ILogger<Conversation> log, Exception error, string handler, string requestId, string connectionId);
}
