using Microsoft.Extensions.Logging;

namespace QueueRun.Jobs;

/// <summary>Turns the times of schedules into runs: jobs of a queue per schedule, one after another.</summary>
internal sealed class Scheduler(IReadOnlyList<ScheduleDescriptor> schedules, IJobStore store, TimeProvider time, ILogger<JobRunner> log)
{
    /// <summary>The one key of all runs of a schedule, so that two never run at once.</summary>
    private const string RunKey = "run";

    private const int UpcomingTimes = 5;

    /// <summary>A time that is later than this was missed: the process did not run, or was suspended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The pause of a schedule whose next time cannot be computed.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly Schedule[] _schedules =
        [.. schedules.OrderBy(schedule => schedule.Name, StringComparer.Ordinal).Select(schedule => new Schedule(schedule))];

    private DateTimeOffset _startedAt;

    private sealed class Schedule
    {
        private readonly ScheduleTimes _times;

        public Schedule(ScheduleDescriptor descriptor)
        {
            (Descriptor, Zone) = (descriptor, FindZone(descriptor));
            _times = new(descriptor.Cron, Zone);
        }

        public ScheduleDescriptor Descriptor { get; }

        public string Name => Descriptor.Name;

        public TimeZoneInfo Zone { get; }

        /// <summary>The stored time is valid only for this definition.</summary>
        public string Definition => $"{Descriptor.Cron} {Zone.Id}";

        /// <summary>Whether <see cref="Next"/> was read from the store.</summary>
        public bool IsKnown { get; set; }

        /// <summary>The schedule's next time, as far as this process knows.</summary>
        public DateTimeOffset? Next { get; set; }

        /// <summary>The end of the schedule's pause.</summary>
        public DateTimeOffset? RestsUntil { get; set; }

        /// <summary>The schedule's first time after the given one. Fails if it is not later, so that a schedule always moves on.</summary>
        public DateTimeOffset? After(DateTimeOffset from)
        {
            var next = _times.After(from);
            return next is null || next > from ? next : throw new InvalidOperationException($"The time after {from:O} came out as {next:O}, which is not later.");
        }

        private static TimeZoneInfo FindZone(ScheduleDescriptor descriptor)
        {
            if (descriptor.TimeZone is not { } name) return TimeZoneInfo.Utc;
            if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;

            throw new InvalidOperationException(
                $"The time zone \"{name}\" of {descriptor.Name} is not known on this machine: correct its name, or install the time zone data " +
                "(the package tzdata, on most systems).");
        }
    }

    /// <summary>Reads the stored times of the schedules.</summary>
    public async Task StartAsync()
    {
        _startedAt = time.GetUtcNow();
        foreach (var schedule in _schedules) await TryAsync(schedule, static (scheduler, schedule, now) => scheduler.LearnAsync(schedule, now));
    }

    /// <summary>The clock has gone back: no schedule waits for a time of the earlier clock.</summary>
    public async ValueTask LookAgainAsync()
    {
        _startedAt = time.GetUtcNow(); // by the corrected clock
        foreach (var schedule in _schedules)
        {
            schedule.RestsUntil = null;
            await TryAsync(schedule, static (scheduler, schedule, now) => scheduler.LearnAsync(schedule, now));
        }
    }

    /// <summary>Adds the due runs. Returns the time of the next run; null if there is none.</summary>
    /// <remarks>
    /// Each schedule has one turn per call, however late it is, and even if others fail. Jobs are claimed between two calls.
    /// </remarks>
    public async ValueTask<DateTimeOffset?> RunDueAsync()
    {
        DateTimeOffset? next = null;
        foreach (var schedule in _schedules)
        {
            await TryAsync(schedule, static (scheduler, schedule, now) => scheduler.RunDueAsync(schedule, now));
            if ((schedule.RestsUntil ?? schedule.Next) is { } later && !(later >= next)) next = later;
        }

        return next;
    }

    /// <summary>Every schedule, with its next times.</summary>
    public IReadOnlyList<ScheduleStatus> GetStatus()
    {
        var now = time.GetUtcNow();
        return [.. _schedules.Select(schedule =>
        {
            // Another process may have moved the schedule on meanwhile.
            var next = schedule.Next > now ? schedule.Next : schedule.After(now);
            List<DateTimeOffset> upcoming = [];
            for (var due = next; due is { } at && upcoming.Count < UpcomingTimes; due = schedule.After(at)) upcoming.Add(at);
            return new ScheduleStatus(schedule.Name, schedule.Descriptor.Expression, schedule.Zone.Id, next, upcoming);
        })];
    }

    /// <summary>Runs a step for one schedule. If its time cannot be computed, other schedules and jobs go on.</summary>
    private async ValueTask TryAsync(Schedule schedule, Func<Scheduler, Schedule, DateTimeOffset, ValueTask> step)
    {
        var now = time.GetUtcNow();
        if (schedule.RestsUntil > now) return;

        try
        {
            await step(this, schedule, now);
            schedule.RestsUntil = null;
        }
        catch (Exception error) when (error is not JobStoreException)
        {
            schedule.RestsUntil = now + Rest;
            log.ScheduleFault(error, schedule.Name, Rest);
        }
    }

    /// <summary>
    /// Reads a schedule's stored time. If that is later than its next time, it was stored while the clock was ahead: it is put back,
    /// without a run for the times between. A clock that has gone back by less than a minute catches up by itself, so that nothing runs
    /// twice.
    /// </summary>
    private async ValueTask LearnAsync(Schedule schedule, DateTimeOffset now)
    {
        var (name, definition, first) = (schedule.Name, schedule.Definition, schedule.After(now));
        var next = await store.GetScheduleAsync(name, definition, first);
        if (schedule.After(now + ClockWatch.Tolerance) is { } latest && !(next <= latest))
        {
            var stored = next;
            next = await store.AdvanceScheduleAsync(name, definition, stored, first, run: null, behindRunning: true);
            if (next == first) log.PutBack(name, stored, first);
        }

        (schedule.Next, schedule.IsKnown) = (next, true);
    }

    private async ValueTask RunDueAsync(Schedule schedule, DateTimeOffset now)
    {
        if (!schedule.IsKnown) await LearnAsync(schedule, now);
        if (schedule.Next is { } due && due <= now) schedule.Next = await RunAsync(schedule, due, now);
    }

    private async ValueTask<DateTimeOffset?> RunAsync(Schedule schedule, DateTimeOffset due, DateTimeOffset now)
    {
        var skips = schedule.Descriptor.MissedRuns is MissedRuns.Skip;
        var missed = due < _startedAt || now - due > Patience;
        var run = missed && skips ? null : new NewJob(schedule.Name, RunKey, null, null, default, now, due, null, null);
        var to = schedule.After(now);
        var next = await store.AdvanceScheduleAsync(schedule.Name, schedule.Definition, due, to, run, behindRunning: !skips);
        // If another process has moved the schedule first, that process logs it. Null: a newer version of the program has another
        // definition of it.
        if (missed && next == to) log.Missed(schedule.Name, due, skips ? "waits for its next time" : "runs now, once for all times that it missed");
        return next;
    }
}
