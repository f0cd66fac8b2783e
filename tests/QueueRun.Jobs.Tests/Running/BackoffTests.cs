namespace QueueRun.Jobs.Tests.Running;

/// <summary>How long a job waits before it is tried again.</summary>
public sealed class BackoffTests
{
    [Fact]
    public void It_doubles_up_to_the_longest_give_or_take_a_fifth()
    {
        var options = new QueueRunOptions { RetryDelay = TimeSpan.FromSeconds(5), MaxRetryDelay = TimeSpan.FromMinutes(1) };
        foreach (var (attempt, seconds) in new[] { (1, 5), (2, 10), (3, 20), (4, 40), (5, 60), (6, 60), (100, 60) })
        {
            var delays = Enumerable.Range(0, 1000).Select(_ => Backoff.After(attempt, options).TotalSeconds).ToArray();
            Assert.All(delays, delay => Assert.InRange(delay, seconds * 0.8, seconds * 1.2));
            Assert.InRange(delays.Average(), seconds * 0.95, seconds * 1.05); // jobs that failed together are not tried again together
            Assert.True(delays.Max() - delays.Min() > seconds * 0.3);
        }
    }
}
