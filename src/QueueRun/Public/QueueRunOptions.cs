using System.Security.Claims;

namespace QueueRun;

/// <summary>
/// QueueRun's settings. The configuration section <c>QueueRun</c> is read first; then the delegate given to <c>AddQueueRun</c> runs.
/// Validated at start.
/// </summary>
public sealed class QueueRunOptions
{
    /// <summary>
    /// The longest time that a handler without its own timeout may take: more than zero, at most 15 minutes. Default 10 seconds.
    /// </summary>
    public TimeSpan DefaultTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The largest message that is received, in bytes: 1 to 1073741824. A larger one closes its connection with 1009. Default 65536.
    /// </summary>
    public int MaxMessageSize { get; set; } = 65_536;

    /// <summary>
    /// The most bytes that may wait to be sent to one connection: 1024 to 1073741824. A connection that would need more is closed with 1008
    /// <c>too slow</c>. Default 1048576.
    /// </summary>
    public int MaxOutboxSize { get; set; } = 1_048_576;

    /// <summary>How long a connection may be silent before the server sends a ping: 1 second to 1 day. Default 20 seconds.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection may stay silent after a ping before it is aborted: 1 second to 1 day. Default 20 seconds.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection may take to authenticate: more than zero, at most 1 hour. Default 10 seconds.</summary>
    public TimeSpan AuthenticationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many connections a user may have open: 1 to 1000000. Default 50.</summary>
    public int MaxConnectionsPerUser { get; set; } = 50;

    /// <summary>
    /// How many rooms a user may be in, with one or all connections, and how many a connection that belongs to nobody: 1 to 1000000.
    /// Joining one more throws <see cref="InvalidOperationException"/>. Default 1000.
    /// </summary>
    public int MaxRoomsPerUser { get; set; } = 1000;

    /// <summary>
    /// How many connections may wait for <c>[Authenticate]</c> at a time: 1 to 10000000. When one more comes, the connection that has
    /// waited longest without sending is closed with 1008 <c>too many connections</c>; if <c>[Authenticate]</c> is working on a message of
    /// each, the new one is answered 503. Default 10000.
    /// </summary>
    public int MaxUnauthenticatedConnections { get; set; } = 10_000;

    /// <summary>
    /// How many messages a second a connection may send before the server pauses reading: 1 to 1000000; null for no limit. Default null.
    /// </summary>
    public int? MaxMessagesPerSecond { get; set; }

    /// <summary>
    /// The number of concurrent handlers (<see cref="SocketHandlerAttribute.Concurrent"/>) that may run for one connection at the same
    /// time: 1 to 1000. While so many run, the connection's next message waits, and reading pauses. Default 16.
    /// </summary>
    public int MaxConcurrentCalls { get; set; } = 16;

    /// <summary>How long a user's last connection must be closed before the user counts as offline: zero to 1 day. Default zero.</summary>
    public TimeSpan OfflineDelay { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// The longest time that a job may take if its handler has no timeout of its own: more than zero, at most 1 day. Default 5 minutes.
    /// </summary>
    public TimeSpan JobTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many jobs this process does at a time: 0 to 10000; with 0 it only pushes. Default 10.</summary>
    public int MaxConcurrentJobs { get; set; } = 10;

    /// <summary>
    /// How many jobs may wait in one queue, including delayed jobs and jobs to be tried again: 1 to 100000000. Pushing one more throws a
    /// <see cref="QueueFullException"/>. Default 100000.
    /// </summary>
    public int MaxWaitingJobs { get; set; } = 100_000;

    /// <summary>
    /// The largest job, in bytes as stored: 1 to 268435456. Pushing a larger one throws an <see cref="ArgumentException"/>. Default
    /// 1048576.
    /// </summary>
    public int MaxJobSize { get; set; } = 1_048_576;

    /// <summary>How often a job is tried before it is kept as failed: 1 to 100. Default 5.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// How long a job waits after its first failed attempt, give or take a fifth: 1 millisecond to 1 day. After each further attempt it
    /// waits twice as long. Default 5 seconds.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time between two attempts, give or take a fifth: 1 millisecond to 7 days. Default 1 hour.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long failed jobs are kept: 1 minute to 3660 days. Default 14 days.</summary>
    public TimeSpan FailedJobRetention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long shutdown may take: zero to 1 hour. Default 20 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether a connection is closed with 1008 <c>expired</c> when its authentication ticket expires. Default true.</summary>
    public bool CloseOnExpiration { get; set; } = true;

    /// <summary>
    /// Origins whose pages may connect, besides the server's own: <c>scheme://host[:port]</c> as in <c>https://example.com</c> or
    /// <c>capacitor://localhost</c>, compared as a whole; or <c>*</c> for all, which is logged as a warning. Default none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Subprotocols that the program speaks, the best first: names as in <c>new WebSocket(url, ["chat.v2"])</c>, each once. The server
    /// chooses the first that the client offers too: <see cref="SocketRequest.SubProtocol"/>. A client that offers none of them connects
    /// without one. Default none.
    /// </summary>
    public IList<string> SubProtocols { get; } = [];

    /// <summary>
    /// Whether messages are compressed (permessage-deflate, RFC 7692) for clients that offer it. <b>Do not compress a message that holds
    /// both a secret and text that an attacker may choose</b>: even over TLS, its length then reveals the secret (CRIME, BREACH). Default
    /// false.
    /// </summary>
    public bool EnableCompression { get; set; }

    /// <summary>
    /// Whether the upgrade request ends when the WebSocket is open, and with it all that the server, middlewares and scoped services hold
    /// for it; the connection goes on without it. That is so over HTTP/1.1 on Kestrel, at endpoints where no handler needs the request.
    /// Otherwise, and if this is false, the request lasts as long as the connection. Default true.
    /// </summary>
    public bool EndRequestAfterUpgrade { get; set; } = true;

    /// <summary>
    /// Whether a client sees the message of any exception, and the reason why no handler takes its message; otherwise it sees
    /// <c>internal error</c> and <c>not available</c>. Default true in Development, else false.
    /// </summary>
    public bool DetailedErrors { get; set; }

    /// <summary>
    /// Reads the user id from a <see cref="ClaimsPrincipal"/>; returns null or empty if there is none. It can be set in code only. Default:
    /// the claim <see cref="ClaimTypes.NameIdentifier"/>, else <c>sub</c>.
    /// </summary>
    public Func<ClaimsPrincipal, string?> UserId { get; set; } =
        static principal => principal.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? principal.FindFirst("sub")?.Value;
}
