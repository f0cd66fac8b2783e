using System.Diagnostics;
using System.Globalization;

namespace QueueRun.Json.Benchmarks;

/// <summary>
/// Measures each pair in turns, a few milliseconds at a time, and takes the median of the ratios: what neighbours on the machine do to one side,
/// they do to the other.
/// </summary>
internal static class Interleaved
{
    private const int Rounds = 101;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1);

    public static void Run()
    {
        Console.WriteLine("| message | bytes | write ns | × STJ | B | read ns | × STJ (ref reader) | × STJ (span) | B | STJ B |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var sample in Samples.All)
        {
            var write = Measure([sample.WriteEmitted, sample.WriteSourceGenerated]);
            var read = Measure([() => sample.ReadEmitted(), () => sample.ReadSourceGenerated(), () => sample.ReadSourceGeneratedFromSpan()]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {sample.Name} | {sample.Length} | {write.Time:F0} | {write.Ratios[0]:F2} | {Allocated(sample.WriteEmitted)} "
                + $"| {read.Time:F0} | {read.Ratios[0]:F2} | {read.Ratios[1]:F2} | {Allocated(() => sample.ReadEmitted())} | {Allocated(() => sample.ReadSourceGenerated())} |"));
        }
    }

    // The first one's time, and its ratios to the others.
    private static (double Time, double[] Ratios) Measure(Action[] sides)
    {
        var counts = Array.ConvertAll(sides, WarmUp);
        var times = Array.ConvertAll(sides, _ => new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            for (var turn = 0; turn < sides.Length; turn++)
            {
                var side = (round + turn) % sides.Length; // nobody always comes first
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < counts[side]; i++) sides[side]();
                times[side][round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / counts[side];
            }
        }
        return (Median(times[0]), [.. times.Skip(1).Select(other => Median([.. times[0].Zip(other, (mine, theirs) => mine / theirs)]))]);
    }

    // Until tiered compilation has done all it does.
    private static int WarmUp(Action side)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        for (; Stopwatch.GetElapsedTime(start) < s_warmUp; count++) side();
        return Math.Max(1, (int)(count * (s_turn / s_warmUp)));
    }

    private static long Allocated(Action side)
    {
        const int times = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++) side();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / times;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
