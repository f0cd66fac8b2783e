using CsCheck;

namespace QueueRun.Jobs.Tests.Running;

/// <summary>The times of a schedule around clock changes: in every zone of this machine, and in invented zones.</summary>
public class ScheduleTimesTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Around = TimeSpan.FromHours(5);

    [Theory]
    [InlineData("Europe/Dublin", "0 30 1 * * *", "2027-03-28T01:00 2027-03-29T00:30")]
    [InlineData("Africa/Casablanca", "0 30 2 * * *", "2027-03-28T01:30 2027-03-29T01:30")]
    [InlineData("Europe/Berlin", "0 30 2 * * *", "2027-03-28T01:00 2027-03-29T00:30")]             // once, right after the jump
    [InlineData("Europe/Berlin", "0 0,30 2,3 * * *", "2027-03-28T01:00 2027-03-28T01:30")]         // which is a time of its own
    [InlineData("Europe/Berlin", "0 5 * * * *", "2027-03-27T23:05 2027-03-28T00:05 2027-03-28T01:05")]              // every hour
    [InlineData("Europe/Berlin", "0 5 0-6 * * *", "2027-03-27T23:05 2027-03-28T00:05 2027-03-28T01:05")]
    [InlineData("Europe/Berlin", "0 */20 2 * * *", "2027-03-28T01:00 2027-03-29T00:00")]           // its hour is not there
    [InlineData("Europe/Berlin", "0 30 */2 * * *", "2027-03-27T23:30 2027-03-28T01:00 2027-03-28T02:30")]
    [InlineData("Africa/Cairo", "0 0 */6 * * *", "2027-04-29T22:00 2027-04-30T03:00", "2027-04-29T20:00")] // there is no midnight
    public void It_goes_on_where_the_clocks_jump(string zone, string cron, string times, string from = "2027-03-27T22:45")
        => Assert.Equal(times, Times(zone, cron, from, times.Split(' ').Length));

    [Theory]
    [InlineData("Europe/Berlin", "0 30 2 * * *", "2027-10-31T00:30 2027-11-01T01:30")]             // once, the first time
    [InlineData("Europe/Dublin", "0 30 1 * * *", "2027-10-31T00:30 2027-11-01T01:30")]
    [InlineData("Europe/Berlin", "0 30 2,3 * * *", "2027-10-31T00:30 2027-10-31T02:30")]
    [InlineData("Europe/Berlin", "0 5 * * * *", "2027-10-30T23:05 2027-10-31T00:05 2027-10-31T01:05 2027-10-31T02:05")]
    [InlineData("Europe/Berlin", "0 */30 2 * * *", "2027-10-31T00:00 2027-10-31T00:30 2027-10-31T01:00 2027-10-31T01:30 2027-11-01T01:00")]
    public void It_goes_on_where_the_clocks_are_set_back(string zone, string cron, string times)
        => Assert.Equal(times, Times(zone, cron, "2027-10-30T22:45", times.Split(' ').Length));

    [Fact]
    public void In_every_zone_of_this_machine_its_times_are_right_wherever_clocks_are_changed_in_ten_years()
    {
        var faults = new System.Collections.Concurrent.ConcurrentQueue<string>();
        Parallel.ForEach(TimeZoneInfo.GetSystemTimeZones(), zone =>
        {
            foreach (var change in Changes(zone, Start, Start.AddYears(10)))
            {
                foreach (var fault in Faults(zone, change)) faults.Enqueue(fault);
            }
        });
        Assert.Empty(faults);
    }

    [Fact]
    public void In_whatever_zone_the_next_time_is_later_than_the_last_and_the_same_until_it_comes()
    {
        var crons = Gen.Select(
            OneOf("0", "59", "*", "*/20"), OneOf("0", "30", "5,35", "*", "*/7", "50-10"), OneOf("0", "1,2", "*", "*/2", "22-3", "2"),
            OneOf("*", "1", "28-31", "L"), OneOf("*", "3", "10-11"), OneOf("*", "0", "MON-FRI"),
            (second, minute, hour, day, month, weekday) => $"{second} {minute} {hour} {day} {month} {weekday}");
        var places = Gen.Select(Gen.Int[-600, 600], OneOf(0, 0, 1, 86_400, 2_600_000), (minutes, seconds) => (minutes * 60) + seconds);
        Gen.Select(Zones, crons, places, Gen.Double[0, 1]).Sample(
            (zone, cron, place, share) =>
            {
                var times = new ScheduleTimes(cron, zone);
                var at = new DateTimeOffset(Changes(zone, Start, Start.AddYears(1)).FirstOrDefault(Start)).AddSeconds(place).AddTicks(7);
                for (var i = 0; i < 3 && times.After(at) is { } next; i++)
                {
                    Assert.True(next > at);
                    Assert.Equal(next, times.After(at + (share * 0.999 * (next - at))));
                    at = next;
                }
            },
            iter: 3_000, print: drawn => $"{drawn.Item1.BaseUtcOffset} {drawn.Item1.GetAdjustmentRules()[0].DaylightDelta}: {drawn.Item2} {drawn.Item3} {drawn.Item4}");
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>Zones whose clocks are ahead or behind for a part of the year, by up to three hours.</summary>
    private static Gen<TimeZoneInfo> Zones => Gen.Select(Gen.Int[-20, 20], Gen.Int[-6, 6], Gen.Int[0, 23], Gen.Int[0, 23], (offset, delta, start, end) =>
        TimeZoneInfo.CreateCustomTimeZone("Test/Zone", TimeSpan.FromMinutes(offset * 30), null, null, null,
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromMinutes((delta == 0 ? 7 : delta) * 30),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new(1, 1, 1, start, 0, 0), 3, 28),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new(1, 1, 1, end, 0, 0), 10, 31)),
        ]));

    /// <summary>The errors in the times around a change, found by looking at the clock every minute.</summary>
    private static IEnumerable<string> Faults(TimeZoneInfo zone, DateTime change)
    {
        var (before, after) = (change + zone.GetUtcOffset(change.AddMinutes(-1)), change + zone.GetUtcOffset(change));
        var (low, high) = before < after ? (before, after) : (after, before);
        DateTime[] named = [low.AddMinutes(-1), low, low.AddMinutes(15), high.AddMinutes(-1), high, high.AddMinutes(15)];
        foreach (var time in named.Distinct())
        {
            if (Fault($"0 {time.Minute} {time.Hour} * * *", Once(time)) is { } once) yield return once;
            if (Fault($"0 {time.Minute} * * * *", AlwaysAt(time.Minute)) is { } hourly) yield return hourly;
        }

        IEnumerable<DateTime> Once(DateTime time) => Minutes().Where(at => at == change && before <= time && time < after
            || Shown(at).TimeOfDay == time.TimeOfDay && !(at >= change && Shown(at) < before));

        IEnumerable<DateTime> AlwaysAt(int minute) => Minutes().Where(at => Shown(at).Minute == minute);

        IEnumerable<DateTime> Minutes()
        {
            for (var at = change - Around + TimeSpan.FromMinutes(1); at <= change + Around; at = at.AddMinutes(1)) yield return at;
        }

        DateTime Shown(DateTime at) => at + zone.GetUtcOffset(at);

        string? Fault(string cron, IEnumerable<DateTime> expected)
        {
            var times = new ScheduleTimes(cron, zone);
            List<DateTime> actual = [];
            for (var next = times.After(change - Around); next <= change + Around && actual.Count < 100; next = times.After(next.Value)) actual.Add(next.Value.UtcDateTime);
            return actual.SequenceEqual(expected) ? null : $"{zone.Id}, {change:u}, {cron}: {string.Join(' ', actual.Select(at => $"{at:u}"))}";
        }
    }

    /// <summary>A zone's clock changes, found by checking every quarter of an hour, which is not the product's own way.</summary>
    private static IEnumerable<DateTime> Changes(TimeZoneInfo zone, DateTime from, DateTime until)
    {
        var offset = zone.GetUtcOffset(from);
        for (var day = from; day < until; day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day.AddDays(1)) == offset) continue;

            for (var at = day; at <= day.AddDays(1); at = at.AddMinutes(15))
            {
                if (zone.GetUtcOffset(at) == offset) continue;

                offset = zone.GetUtcOffset(at);
                yield return at;
            }
        }
    }

    private static string Times(string zone, string cron, string from, int count)
    {
        var times = new ScheduleTimes(cron, TimeZoneInfo.FindSystemTimeZoneById(zone));
        var at = DateTimeOffset.Parse(from + "Z", System.Globalization.CultureInfo.InvariantCulture);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => (at = times.After(at)!.Value).UtcDateTime.ToString("yyyy-MM-ddTHH:mm", null)));
    }
}
