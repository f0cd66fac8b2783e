using Microsoft.Extensions.Logging;

namespace QueueRun.Sqlite;

internal static partial class SqliteLog
{
    [LoggerMessage(
        520, LogLevel.Warning,
        "This program may not open {Lease}, so it cannot tell whether the process that holds the file still lives: its claimed jobs stay claimed. " +
        "Give the file to the program's user; if that process has ended, remove the file")]
    public static partial void UnknownLease(this ILogger<SqliteJobStore> log, string lease);

    [LoggerMessage(521, LogLevel.Information, "Recovered {Count} jobs of a process that has ended")]
    public static partial void TookUp(this ILogger<SqliteJobStore> log, int count);

    [LoggerMessage(
        522, LogLevel.Warning,
        "{Lease} was removed, and has been created again: it shows other processes that this one lives. Let no clean-up tool delete files beside the job store")]
    public static partial void LeaseRemoved(this ILogger<SqliteJobStore> log, string lease);
}
