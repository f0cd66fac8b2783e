namespace QueueRun.Diagnostics;

/// <summary>
/// The attributes of metrics and spans. Their values are a program's own words, or one of the few below: never what a client sent.
/// </summary>
internal static class Attributes
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

    // OpenTelemetry's own.
    public const string ErrorType = "error.type";
    public const string Function = "code.function.name";
    public const string HttpStatus = "http.response.status_code";
    public const string MessageId = "messaging.message.id";
    public const string MessageSize = "messaging.message.body.size";
    public const string MessagingOperation = "messaging.operation.name";
    public const string MessagingOperationType = "messaging.operation.type";
    public const string MessagingSystem = "messaging.system";
}

/// <summary>
/// What stands for the route where a message has none. A route text has a <c>=</c> or a <c>[</c>, so it is never one of these.
/// </summary>
internal static class RouteLabel
{
    public const string Authenticate = "_authenticate";
    public const string DefaultJson = "_default/json";
    public const string DefaultText = "_default/text";
    public const string DefaultBinary = "_default/binary";

    /// <summary>No handler was found, or none was looked for.</summary>
    public const string None = "_none";
}

/// <summary>What became of a message, a hook, a push, or an attempt at a job.</summary>
internal static class Outcome
{
    public const string Ok = "ok";

    /// <summary>A <see cref="SocketErrorException"/>: the client was told what the program wanted it to hear.</summary>
    public const string Error = "error";

    /// <summary>Any other exception.</summary>
    public const string Failed = "failed";
    public const string TimedOut = "timed_out";

    /// <summary>The client went away, or the program stopped.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>As many jobs wait as may.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>Not JSON, or not the JSON that its handler takes.</summary>
    public const string Invalid = "invalid";
    public const string NotAvailable = "not_available";
    public const string NotAuthenticated = "not_authenticated";

    /// <summary>Received, but not looked at: its connection was closed first.</summary>
    public const string Dropped = "dropped";
}

/// <summary>What came of asking a connection who it is.</summary>
internal static class AuthenticationOutcome
{
    public const string Authenticated = "authenticated";
    public const string Anonymous = "anonymous";
    public const string Undecided = "undecided";
    public const string Failed = "failed";
}

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
}
