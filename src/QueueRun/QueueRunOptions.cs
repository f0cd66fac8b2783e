using System.Security.Claims;

namespace QueueRun;

/// <summary>
/// QueueRun's settings: the configuration section <c>QueueRun</c> first, then the delegate given to <c>AddQueueRun</c>. Validated at start.
/// </summary>
public sealed class QueueRunOptions
{
    /// <summary>The time a handler may take where it does not say: more than zero, at most 15 minutes. Default 10 seconds.</summary>
    public TimeSpan DefaultTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The size of a received message, in bytes: 1 to 1073741824. A larger one closes its connection with 1009. Default 65536.</summary>
    public int MaxMessageSize { get; set; } = 65_536;

    /// <summary>
    /// Bytes that may wait to be sent to one connection: 1024 to 1073741824. A connection that would need more is closed with 1008
    /// <c>too slow</c>. Default 1048576.
    /// </summary>
    public int MaxOutboxSize { get; set; } = 1_048_576;

    /// <summary>How long a connection may be silent before it is sent a ping: 1 second to 1 day. Default 20 seconds.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a pinged connection may stay silent before it is aborted: 1 second to 1 day. Default 20 seconds.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection may take to authenticate: more than zero, at most 1 hour. Default 10 seconds.</summary>
    public TimeSpan AuthenticationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many connections a user may have open: 1 to 1000000. Default 50.</summary>
    public int MaxConnectionsPerUser { get; set; } = 50;

    /// <summary>How many connections may wait for <c>[Authenticate]</c> at a time: 1 to 10000000. Default 10000.</summary>
    public int MaxUnauthenticatedConnections { get; set; } = 10_000;

    /// <summary>How many messages a second a connection may send before reading pauses: 1 to 1000000, or null for no limit. Default null.</summary>
    public int? MaxMessagesPerSecond { get; set; }

    /// <summary>How long a user's last connection must be closed before the user counts as offline: zero to 1 day. Default zero.</summary>
    public TimeSpan OfflineDelay { get; set; } = TimeSpan.Zero;

    /// <summary>The time a job may take where its handler does not say: more than zero, at most 1 day. Default 5 minutes.</summary>
    public TimeSpan JobTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many jobs this process does at a time: 0 to 10000; with 0 it only pushes. Default 10.</summary>
    public int MaxConcurrentJobs { get; set; } = 10;

    /// <summary>
    /// How many jobs may wait in one queue, those included that are delayed or to be tried again: 1 to 100000000. Pushing one more is a
    /// <see cref="QueueFullException"/>. Default 100000.
    /// </summary>
    public int MaxWaitingJobs { get; set; } = 100_000;

    /// <summary>
    /// The size of a job as it is stored, in bytes: 1 to 268435456. Pushing a larger one is an <see cref="ArgumentException"/>. Default 1048576.
    /// </summary>
    public int MaxJobSize { get; set; } = 1_048_576;

    /// <summary>How often a job is tried before it is kept as failed: 1 to 100. Default 5.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// How long a job waits after its first failed attempt, give or take a fifth; after each further one twice as long: 1 millisecond to 1 day.
    /// Default 5 seconds.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a job waits to be tried again, give or take a fifth: 1 millisecond to 7 days. Default 1 hour.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long failed jobs are kept: 1 minute to 3660 days. Default 14 days.</summary>
    public TimeSpan FailedJobRetention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long shutdown may take: zero to 1 hour. Default 20 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether a connection is closed with 1008 <c>expired</c> when its authentication ticket expires. Default true.</summary>
    public bool CloseOnExpiration { get; set; } = true;

    /// <summary>
    /// Origins whose pages may connect besides the same origin: <c>https://host[:port]</c>, or <c>*</c> for all, which is logged as a
    /// warning. Default none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Subprotocols that the program speaks, the best first: names as in <c>new WebSocket(url, ["chat.v2"])</c>, each once. The first that a client
    /// offers is answered, and is its <see cref="SocketRequest.SubProtocol"/>; a client that offers none of them is let in without one. Default none.
    /// </summary>
    public IList<string> SubProtocols { get; } = [];

    /// <summary>
    /// Whether messages are compressed (permessage-deflate, RFC 7692) for clients that offer it. <b>A message in which a secret stands beside what an
    /// attacker may choose must not be compressed</b>: over TLS too, its length then tells of the secret (CRIME, BREACH). Default false.
    /// </summary>
    public bool EnableCompression { get; set; }

    /// <summary>
    /// Whether clients are shown the message of any exception; otherwise they hear <c>internal error</c>. Default true in Development, else false.
    /// </summary>
    public bool DetailedErrors { get; set; }

    /// <summary>
    /// The user id of a <see cref="ClaimsPrincipal"/>; null or empty where there is none. Code only. Default: the claim
    /// <see cref="ClaimTypes.NameIdentifier"/>, else <c>sub</c>.
    /// </summary>
    public Func<ClaimsPrincipal, string?> UserId { get; set; } =
        static principal => principal.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? principal.FindFirst("sub")?.Value;
}
