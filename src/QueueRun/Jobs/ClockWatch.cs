using Microsoft.Extensions.Logging;

namespace QueueRun.Jobs;

/// <summary>
/// Notices that the clock has gone back, because it was ahead and was corrected. Without this, jobs and schedules that got their times
/// meanwhile would wait for as long as the clock was ahead, even after a restart. Used by one caller at a time.
/// </summary>
internal sealed class ClockWatch(IJobStore store, Scheduler scheduler, TimeProvider time, ILogger<JobRunner> log)
{
    /// <summary>If the clock goes back by no more than this, nothing is corrected: the clock catches up.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private DateTimeOffset _latest;

    /// <summary>Reads the latest time that earlier users of the store have seen.</summary>
    public async Task StartAsync() => _latest = await store.GetLatestTimeAsync() ?? time.GetUtcNow();

    /// <summary>Looks at the clock. If it has gone back, corrects all waiting jobs and schedules, and returns true.</summary>
    public async ValueTask<bool> LookAsync()
    {
        var now = time.GetUtcNow();
        if (now >= _latest - Tolerance)
        {
            if (now > _latest) _latest = now;
            return false;
        }

        await store.ShortenWaitsAsync();
        await scheduler.LookAgainAsync();
        log.ClockWentBack(_latest - now);
        _latest = now; // set last, so that a failed correction is tried again
        return true;
    }
}
