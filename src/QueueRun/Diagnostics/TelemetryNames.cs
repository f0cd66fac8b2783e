namespace QueueRun.Diagnostics;

/// <summary>
/// The attributes of metrics and spans. Their values come from the program itself, or from the few below: never from a client.
/// </summary>
internal static class TelemetryNames
{
    public const string Route = "queuerun.route";
    public const string Outcome = "queuerun.outcome";
    public const string Kind = "queuerun.message.kind";
    public const string CloseCode = "queuerun.close.code";
    public const string CloseReason = "queuerun.close.reason";
    public const string Refusal = "queuerun.refusal.reason";
    public const string Hook = "queuerun.hook";
    public const string ConnectionId = "queuerun.connection.id";
    public const string Recipients = "queuerun.send.recipients";
    public const string Offline = "queuerun.send.offline";
    public const string Queue = "queuerun.queue";
    public const string Attempt = "queuerun.job.attempt";
    public const string Command = "queuerun.cluster.command";

    // Defined by OpenTelemetry.
    public const string ErrorType = "error.type";
    public const string Function = "code.function.name";
    public const string HttpStatus = "http.response.status_code";
    public const string MessageId = "messaging.message.id";
    public const string MessageSize = "messaging.message.body.size";
    public const string MessagingOperation = "messaging.operation.name";
    public const string MessagingOperationType = "messaging.operation.type";
    public const string MessagingSystem = "messaging.system";
}
