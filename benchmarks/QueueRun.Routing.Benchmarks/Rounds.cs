using System.Diagnostics;

namespace QueueRun.Routing.Benchmarks;

/// <summary>
/// Times actions in turns, a few milliseconds each, many times over: whatever else the machine does then hits all of them alike.
/// </summary>
/// <param name="Times">Nanoseconds a call, the median.</param>
/// <param name="Ratios">To the first, the median of what each round gave.</param>
/// <param name="Allocated">Bytes, of all calls together.</param>
internal sealed record Rounds(double[] Times, double[] Ratios, long Allocated)
{
    private const int Count = 301;
    private const int Calls = 4;

    public static Rounds Take(Action[] actions)
    {
        for (var warm = 0; warm < 200; warm++)
        {
            foreach (var action in actions) action();
        }

        var times = Enumerable.Range(0, Count).Select(_ => new double[actions.Length]).ToArray();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Count; round++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var call = 0; call < Calls; call++) actions[i]();
                times[round][i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls;
            }
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new(
            [.. actions.Select((_, i) => Median(times.Select(round => round[i])))],
            [.. actions.Select((_, i) => Median(times.Select(round => round[i] / round[0])))],
            allocated);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Count / 2);
}
