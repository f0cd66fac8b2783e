using Microsoft.Extensions.Logging;

namespace QueueRun.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(600, LogLevel.Information, "This process is {Process} of {Count} that share their users in Redis with the prefix '{Prefix}'")]
    public static partial void Registered(this ILogger log, string process, int count, string prefix);

    [LoggerMessage(601, LogLevel.Error, "Redis cannot be reached: connections stay open and receive what this process sends; users who connect are refused until Redis is back")]
    public static partial void Unavailable(this ILogger log, Exception error);

    [LoggerMessage(602, LogLevel.Information, "Redis can be reached again")]
    public static partial void Available(this ILogger log);

    [LoggerMessage(603, LogLevel.Warning, "This process did not renew its lease in time, and others have taken its users for gone: it registers again")]
    public static partial void Fenced(this ILogger log);

    [LoggerMessage(604, LogLevel.Warning, "Redis has lost its data: all processes write their users again, and no hook is called for {Repair}")]
    public static partial void DataLost(this ILogger log, TimeSpan repair);

    [LoggerMessage(605, LogLevel.Warning, "{Count} messages from other processes were lost: the connection to Redis was broken for longer than the replay length allows")]
    public static partial void MessagesLost(this ILogger log, long count);

    [LoggerMessage(606, LogLevel.Error, "A message from another process could not be handled")]
    public static partial void MessageFailed(this ILogger log, Exception error);

    [LoggerMessage(607, LogLevel.Warning, "Process {Process} is gone without a word: its users are cleared away")]
    public static partial void Buried(this ILogger log, string process);

    [LoggerMessage(608, LogLevel.Information, "A message of the unknown kind '{Kind}' was passed over: another process has a newer version of QueueRun")]
    public static partial void UnknownKind(this ILogger log, char kind);

    [LoggerMessage(609, LogLevel.Error, "The lease in Redis could not be renewed")]
    public static partial void BeatFailed(this ILogger log, Exception error);

    [LoggerMessage(610, LogLevel.Error, "The connections of user {UserId} could not be written")]
    public static partial void UserFailed(this ILogger log, Exception error, string userId);

    [LoggerMessage(611, LogLevel.Warning, "Redis may evict keys when its memory is full (maxmemory-policy {Policy}): users would be missed without a word; set it to noeviction")]
    public static partial void Evicts(this ILogger log, string policy);
}
