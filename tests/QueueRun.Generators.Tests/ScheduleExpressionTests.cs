using Cronos;
using QueueRun.Analysis;

namespace QueueRun.Generators.Tests;

/// <summary>The emitted form of a schedule's expression; invalid expressions are tested with the analyzers.</summary>
public class ScheduleExpressionTests
{
    [Theory]
    [InlineData("hourly", "0 0 * * * *")]
    [InlineData("daily", "0 0 0 * * *")]
    [InlineData("weekly", "0 0 0 * * 0")]
    [InlineData("monthly", "0 0 0 1 * *")]
    [InlineData("0 9 * * 1-5", "0 0 9 * * 1-5")]
    [InlineData("*/10 * * * * *", "*/10 * * * * *")]
    [InlineData(" 0 \t 9  * jan MON#2\t", "0 0 9 * jan MON#2")]
    public void It_has_six_fields_that_the_runtime_reads(string text, string cron)
    {
        var schedule = ScheduleExpression.Parse(text, out var error);

        Assert.Null(error);
        Assert.Equal(new(text, cron), schedule);
        Assert.NotNull(CronExpression.Parse(cron, CronFormat.IncludeSeconds).GetNextOccurrence(new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
    }

    [Theory]
    [InlineData("Hourly", 0, 6)]
    [InlineData(" 0 9 * 13 *", 7, 2)]
    [InlineData("0 0 31 2 *", 4, 6)]
    public void A_mistake_has_a_place(string text, int column, int length)
    {
        Assert.Null(ScheduleExpression.Parse(text, out var error));
        Assert.Equal((column, length), (error!.Column, error.Length));
    }
}
