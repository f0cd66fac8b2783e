using Cronos;
using Microsoft.Extensions.Logging;
using QueueRun.Hosting;

namespace QueueRun.Jobs;

/// <summary>Turns the times of schedules into runs: jobs of a queue of their own, one after another.</summary>
internal sealed class Scheduler(ModuleBuilder module, IJobStore store, TimeProvider time, ILogger<JobRunner> log)
{
    /// <summary>The one key of a schedule's runs: never two at once.</summary>
    private const string RunKey = "run";

    private const int UpcomingTimes = 5;

    /// <summary>A time that is later than this was missed: the process did not run, or stood still.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Schedule[] _schedules =
        [.. module.Schedules.OrderBy(schedule => schedule.Name, StringComparer.Ordinal).Select(schedule => new Schedule(schedule))];

    private DateTimeOffset _startedAt;

    private sealed class Schedule(ScheduleDescriptor descriptor)
    {
        private readonly CronExpression _cron = CronExpression.Parse(descriptor.Cron, CronFormat.IncludeSeconds);

        public ScheduleDescriptor Descriptor => descriptor;

        public string Name => descriptor.Name;

        public TimeZoneInfo Zone { get; } = FindZone(descriptor);

        /// <summary>What makes the stored time worthless when it changes.</summary>
        public string Definition => $"{descriptor.Cron} {Zone.Id}";

        /// <summary>Where it stands, as far as this process knows.</summary>
        public DateTimeOffset? Next { get; set; }

        public DateTimeOffset? After(DateTimeOffset from) => _cron.GetNextOccurrence(from, Zone)?.ToUniversalTime();

        private static TimeZoneInfo FindZone(ScheduleDescriptor descriptor)
        {
            if (descriptor.TimeZone is not { } name) return TimeZoneInfo.Utc;
            if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;

            throw new InvalidOperationException(
                $"The time zone \"{name}\" of {descriptor.Name} is not known on this machine: correct its name, or install the time zone data " +
                "(the package tzdata, on most systems).");
        }
    }

    /// <summary>Learns where the schedules stand.</summary>
    public async Task StartAsync()
    {
        _startedAt = time.GetUtcNow();
        foreach (var schedule in _schedules)
            schedule.Next = await store.GetScheduleAsync(schedule.Name, schedule.Definition, schedule.After(_startedAt));
    }

    /// <summary>Adds the runs that are due. Returns when the next will be; null when none will.</summary>
    public async ValueTask<DateTimeOffset?> RunDueAsync()
    {
        DateTimeOffset? next = null;
        foreach (var schedule in _schedules)
        {
            while (schedule.Next is { } due && due <= time.GetUtcNow()) schedule.Next = await RunAsync(schedule, due);
            if (schedule.Next is { } later && !(later >= next)) next = later;
        }

        return next;
    }

    /// <summary>Every schedule, and when it runs next.</summary>
    public IReadOnlyList<ScheduleStatus> GetStatus()
    {
        var now = time.GetUtcNow();
        return [.. _schedules.Select(schedule =>
        {
            // Another process may have moved it on meanwhile.
            var next = schedule.Next > now ? schedule.Next : schedule.After(now);
            List<DateTimeOffset> upcoming = [];
            for (var due = next; due is { } at && upcoming.Count < UpcomingTimes; due = schedule.After(at)) upcoming.Add(at);
            return new ScheduleStatus(schedule.Name, schedule.Descriptor.Expression, schedule.Zone.Id, next, upcoming);
        })];
    }

    private async ValueTask<DateTimeOffset?> RunAsync(Schedule schedule, DateTimeOffset due)
    {
        var now = time.GetUtcNow();
        var skips = schedule.Descriptor.MissedRuns is MissedRuns.Skip;
        var missed = due < _startedAt || now - due > Patience;
        var run = missed && skips ? null : new NewJob(schedule.Name, RunKey, null, null, default, now, due, null, null);
        var to = schedule.After(now);
        var next = await store.AdvanceScheduleAsync(schedule.Name, schedule.Definition, due, to, run, behindRunning: !skips);
        // Another process may have moved it first: then it is not for this one to say. Null: a newer version of the program has other times for it.
        if (missed && next == to) log.Missed(schedule.Name, due, skips ? "waits for its next time" : "runs now, once for all that it missed");
        return next;
    }
}
