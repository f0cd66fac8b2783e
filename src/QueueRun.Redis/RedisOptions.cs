namespace QueueRun;

/// <summary>
/// The settings of several processes that share their users over Redis. They are also read from the configuration's section
/// <c>QueueRun:Redis</c>, and checked when the program starts.
/// </summary>
public sealed class RedisOptions
{
    /// <summary>
    /// StackExchange.Redis' connection string, for example <c>redis:6379,password=…,ssl=true</c>. Not used with a connection of the
    /// application's own.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>
    /// The text with which all keys and channels begin: 1 to 100 characters without braces. Programs that share a Redis must differ in it:
    /// one that uses the prefix of another program does not start. Default: the application's name.
    /// </summary>
    public string? Prefix { get; set; }

    /// <summary>
    /// How long the users of a process that has died count as online: 3 s to 5 min, by default 15 s. A process renews its lease at least
    /// three times in it, and calls no hook after two thirds of it without an answer from Redis.
    /// </summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest that a send waits for Redis: 100 ms to 30 s, by default 2 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest that a new connection of a user waits for Redis before it is refused with 503: 100 ms to 1 min, by default 5 s. Also the
    /// longest that the program waits for Redis when it starts.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The bytes of sends that may wait for Redis in this process: 64 KiB to 1 GiB, by default 16 MiB. A send beyond that reaches the
    /// connections of this process, and its other recipients are <see cref="SendResult.Unknown"/> at once.
    /// </summary>
    public int MaxPendingSize { get; set; } = 16 << 20;

    /// <summary>
    /// The number of messages to each process that Redis keeps, so that they survive a broken connection: 0 (none) to 1,000,000, by default
    /// 10,000.
    /// </summary>
    public int ReplayLength { get; set; } = 10_000;
}
