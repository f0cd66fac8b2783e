using Microsoft.Extensions.Logging;

namespace QueueRun.Sqlite;

internal static partial class SqliteLog
{
    [LoggerMessage(
        520, LogLevel.Warning,
        "Nobody can tell whether the process lives that {Lease} belongs to, as this program may not open the file: jobs that it has claimed stay claimed. " +
        "Give the file to the program's user or, where that process has ended, remove it")]
    public static partial void UnknownLease(this ILogger<SqliteJobStore> log, string lease);

    [LoggerMessage(521, LogLevel.Information, "Took up {Count} jobs of a process that has ended")]
    public static partial void TookUp(this ILogger<SqliteJobStore> log, int count);

    [LoggerMessage(
        522, LogLevel.Warning,
        "{Lease} had been removed, and was made again: it shows other processes that this one lives. Let nothing tidy up beside the job store")]
    public static partial void LeaseRemoved(this ILogger<SqliteJobStore> log, string lease);
}
