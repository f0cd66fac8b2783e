using System.Globalization;

namespace QueueRun.Runtime.Tests.Answers;

/// <summary>
/// A reference gets exactly one answer, whether the method ends, its time does, the client cancels or disconnects, or the program stops.
/// Once in random order, one event after the other, so that a seed repeats a failure; and once all at the same time.
/// </summary>
public class ExactlyOneAnswerTests
{
    private const int MaxSteps = 14;

    // QUEUERUN_ANSWERS: the number of cases, if more than usual are wanted.
    private static readonly int Runs = int.TryParse(Environment.GetEnvironmentVariable("QUEUERUN_ANSWERS"), CultureInfo.InvariantCulture, out var runs) ? runs : 20_000;

    private static readonly int Seed = Random.Shared.Next();

    [Fact]
    public void In_any_order_of_events()
    {
        for (var run = 0; run < Runs; run++)
        {
            var random = new Random(Seed + run);
            using var world = new World($"seed {Seed + run}");
            for (var step = random.Next(2, MaxSteps); step > 0; step--) world.Step(random);
            world.End();
        }
    }

    [Fact]
    public void When_events_happen_at_the_same_time()
    {
        for (var run = 0; run < Runs / 10; run++)
        {
            var random = new Random(Seed + run);
            using var world = new World($"seed {Seed + run}");
            for (var step = random.Next(2, 6); step > 0; step--) world.Step(random);
            for (var race = 0; race < 3; race++) world.Race(random, threads: 2);
            world.End();
        }
    }
}
