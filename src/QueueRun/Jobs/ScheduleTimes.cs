using Cronos;

namespace QueueRun.Jobs;

/// <summary>The times of a schedule: its expression, evaluated on the clocks of its time zone.</summary>
/// <remarks>
/// The cron library evaluates expressions on a clock that never changes. All effects of clock changes are decided here, by one fact only:
/// the zone's offset from UTC at an instant. This fact is reliable in every zone. Answers about local times (whether they exist, or are
/// ambiguous) are not: they assume that clocks are ahead in summer time, but for Dublin and Casablanca the time zone data put them behind
/// in winter time.
/// </remarks>
internal sealed class ScheduleTimes
{
    /// <summary>No zone changes its clocks twice within this time.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromHours(12);

    /// <summary>No zone has ever set its clocks back by more: a whole date was repeated.</summary>
    private static readonly TimeSpan LongestRepeat = TimeSpan.FromHours(25);

    private readonly CronExpression _cron;
    private readonly TimeZoneInfo _zone;

    /// <summary>Whether the second, the minute and the hour are all given as single values.</summary>
    private readonly bool _isFixed;

    /// <summary>Whether the schedule runs in every hour of its days.</summary>
    private readonly bool _isHourly;

    /// <param name="cron">The expression, in six fields; the first is the seconds.</param>
    /// <param name="zone">The time zone of the schedule.</param>
    public ScheduleTimes(string cron, TimeZoneInfo zone)
    {
        (_cron, _zone) = (CronExpression.Parse(cron, CronFormat.IncludeSeconds), zone);
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _isFixed = !fields.Take(3).Any(static field => field.AsSpan().ContainsAny('*', '-', '/'));
        var hours = CronExpression.Parse($"0 0 {fields[2]} * * *", CronFormat.IncludeSeconds);
        _isHourly = hours.GetOccurrences(DateTime.UnixEpoch, DateTime.UnixEpoch.AddDays(1)).Count() == 24;
    }

    /// <summary>The first time of the schedule after the given one; null if there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset from)
    {
        var at = new DateTime(from.UtcTicks - (from.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc); // all times are whole seconds
        var offset = _zone.GetUtcOffset(at);
        var (shown, isNew) = (at + offset, false); // the time on the clocks, and whether it may itself be the next time
        if (_isFixed && RepeatsUntil(at) is { } known && known > shown) (shown, isNew) = (known, true);
        while (Next(shown, isNew) is { } next)
        {
            var due = next - offset;
            if (FirstChange(at, due) is not { } change) return new(due);

            // The clocks change before they show that time.
            var before = change + offset;
            offset = _zone.GetUtcOffset(change);
            var after = change + offset;
            if (next < after && IsLost(before, after)) return new(change);

            at = change;
            (shown, isNew) = (_isFixed && before > after ? before : after, true); // a repeated time has already been served
        }

        return null;
    }

    /// <summary>
    /// Whether a time that the clocks skip is made up for. It is not if the schedule's next time after the skipped hour comes just as soon
    /// anyway, as in a schedule that runs every hour.
    /// </summary>
    private bool IsLost(DateTime before, DateTime after)
        => _isFixed || (!_isHourly && !(Next(after, isNew: true) < after + (after - before)));

    /// <summary>The end of the times that the clocks show twice, if the clocks have recently been set back; otherwise null.</summary>
    private DateTime? RepeatsUntil(DateTime at)
    {
        DateTime? until = null;
        for (var from = at - LongestRepeat; FirstChange(from, at) is { } change; from = change)
        {
            var before = change + _zone.GetUtcOffset(from);
            if (!(before < until)) until = before;
        }

        return until;
    }

    /// <summary>The zone's first clock change after <paramref name="after"/>, if it is not later than <paramref name="until"/>.</summary>
    private DateTime? FirstChange(DateTime after, DateTime until)
    {
        var offset = _zone.GetUtcOffset(after);
        while (after < until)
        {
            var next = until - after > Step ? after + Step : until;
            if (_zone.GetUtcOffset(next) != offset) return Narrow(after, next, offset);
            after = next;
        }

        return null;
    }

    private DateTime Narrow(DateTime unchanged, DateTime changed, TimeSpan offset)
    {
        while (changed.Ticks - unchanged.Ticks > TimeSpan.TicksPerSecond)
        {
            var middle = unchanged.AddSeconds((changed.Ticks - unchanged.Ticks) / TimeSpan.TicksPerSecond / 2);
            if (_zone.GetUtcOffset(middle) == offset) unchanged = middle;
            else changed = middle;
        }

        return changed;
    }

    private DateTime? Next(DateTime shown, bool isNew) => _cron.GetNextOccurrence(shown, inclusive: isNew);
}
