using Microsoft.Extensions.Logging;
using QueueRun.Diagnostics;

namespace QueueRun.Jobs;

internal static partial class JobLog
{
    [LoggerMessage(500, LogLevel.Warning, "Jobs wait in memory only: they are lost when the program ends. AddQueueRun().AddSqlite(…) keeps them")]
    public static partial void InMemory(this ILogger<JobRunner> log);

    [LoggerMessage(501, LogLevel.Information, "Jobs are kept in {Location}")]
    public static partial void Durable(this ILogger<JobRunner> log, string location);

    [LoggerMessage(502, LogLevel.Warning, "{Waiting} jobs wait in the queue {Queue}, for which this program has no handler: they wait until a program with one starts")]
    public static partial void UnknownQueue(this ILogger<JobRunner> log, long waiting, LogText queue);

    [LoggerMessage(503, LogLevel.Warning, "{Handler} failed in attempt {Attempt} of {MaxAttempts} at job {JobId}: the job is tried again in {Delay}")]
    public static partial void Failed(
        this ILogger<JobRunner> log, Exception error, string handler, int attempt, int maxAttempts, string jobId, TimeSpan delay);

    [LoggerMessage(504, LogLevel.Error, "{Handler} failed in attempt {Attempt}, the last, at job {JobId}: the job is kept as failed")]
    public static partial void FailedForGood(this ILogger<JobRunner> log, Exception error, string handler, int attempt, string jobId);

    [LoggerMessage(505, LogLevel.Warning, "{Handler} exceeded its timeout for job {JobId}, and is cancelled")]
    public static partial void TimedOut(this ILogger<JobRunner> log, string handler, string jobId);

    [LoggerMessage(506, LogLevel.Information, "{Handler} was cancelled at job {JobId} because the program stops: the job waits for the next start")]
    public static partial void BrokenOff(this ILogger<JobRunner> log, string handler, string jobId);

    [LoggerMessage(507, LogLevel.Warning, "{Count} jobs still run although the program has stopped: {Handlers}. They are tried again when this process has ended")]
    public static partial void Overdue(this ILogger<JobRunner> log, int count, string handlers);

    [LoggerMessage(508, LogLevel.Error, "The job store cannot be used: the next attempt is in {Delay}")]
    public static partial void StoreTrouble(this ILogger<JobRunner> log, Exception error, TimeSpan delay);

    [LoggerMessage(509, LogLevel.Information, "The job store can be used again")]
    public static partial void StoreRecovered(this ILogger<JobRunner> log);

    [LoggerMessage(510, LogLevel.Information, "{Schedule} missed its time at {Due}: it {Answer}")]
    public static partial void Missed(this ILogger<JobRunner> log, string schedule, DateTimeOffset due, string answer);

    [LoggerMessage(511, LogLevel.Critical, "Jobs could not be started because of an error in QueueRun: the next attempt is in {Delay}")]
    public static partial void Fault(this ILogger<JobRunner> log, Exception error, TimeSpan delay);

    [LoggerMessage(512, LogLevel.Warning, "The clock has gone back by {By}: the due times of waiting jobs and schedules are corrected")]
    public static partial void ClockWentBack(this ILogger<JobRunner> log, TimeSpan by);

    [LoggerMessage(513, LogLevel.Information, "{Schedule} was due at {Stored} because the clock had been ahead: its next run is at {Next}")]
    public static partial void PutBack(this ILogger<JobRunner> log, string schedule, DateTimeOffset? stored, DateTimeOffset? next);

    [LoggerMessage(514, LogLevel.Error, "The next time of {Schedule} cannot be computed: the next attempt is in {Delay}; other jobs and schedules go on")]
    public static partial void ScheduleFault(this ILogger<JobRunner> log, Exception error, string schedule, TimeSpan delay);
}
