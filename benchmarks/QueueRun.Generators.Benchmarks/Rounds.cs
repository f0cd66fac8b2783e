using System.Diagnostics;

namespace QueueRun.Generators.Benchmarks;

/// <summary>Something to measure.</summary>
/// <param name="Name">What stands in the table.</param>
/// <param name="Prepare">Gets ready, which is not measured, and gives what is.</param>
internal sealed record Candidate(string Name, Func<Action> Prepare);

/// <summary>
/// Candidates in turns, after two rounds to warm up. What is measured is the CPU time of the process: generators run on one thread, so on an idle machine the
/// clock says the same, and on a busy one it says how busy it is.
/// </summary>
internal sealed class Rounds
{
    private readonly Candidate[] _candidates;
    private readonly double[][] _milliseconds;
    private readonly double[][] _elapsed;

    private Rounds(Candidate[] candidates, int rounds)
    {
        _candidates = candidates;
        _milliseconds = [.. candidates.Select(_ => new double[rounds])];
        _elapsed = [.. candidates.Select(_ => new double[rounds])];
    }

    public static Rounds Run(int rounds, params Candidate[] candidates) => Run(rounds, warmUp: 2, () => Environment.CpuUsage.TotalTime, candidates);

    /// <summary>The same, where it is not this process that works.</summary>
    /// <param name="rounds">How many count.</param>
    /// <param name="warmUp">How many go before and do not.</param>
    /// <param name="cpu">The CPU time that was used so far.</param>
    /// <param name="candidates">They.</param>
    public static Rounds Run(int rounds, int warmUp, Func<TimeSpan> cpu, params Candidate[] candidates)
    {
        Rounds measured = new(candidates, rounds);
        for (var round = -warmUp; round < rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                var action = candidates[i].Prepare();
                // Nobody pays for what another has left behind.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                var (start, used) = (Stopwatch.GetTimestamp(), cpu());
                action();
                var elapsed = Stopwatch.GetElapsedTime(start);
                if (round < 0) continue;
                measured._milliseconds[i][round] = (cpu() - used).TotalMilliseconds;
                measured._elapsed[i][round] = elapsed.TotalMilliseconds;
            }
        }
        return measured;
    }

    /// <summary>The median of a candidate's rounds.</summary>
    public double Median(int candidate) => MedianOf(_milliseconds[candidate]);

    /// <summary>The median of what the rounds say by themselves.</summary>
    public double Ratio(int candidate, int other) => MedianOf(_milliseconds[candidate].Zip(_milliseconds[other], (mine, its) => mine / its));

    /// <summary>The median of what several candidates take together in a round.</summary>
    public double Median(Range candidates) => MedianOf(Sums(candidates));

    /// <summary>The same of what the rounds say by themselves.</summary>
    public double Ratio(Range candidates, Range others) => MedianOf(Sums(candidates).Zip(Sums(others), (mine, theirs) => mine / theirs));

    /// <summary>The median of what one candidate takes longer than another.</summary>
    public double Difference(int candidate, int other) => MedianOf(_milliseconds[candidate].Zip(_milliseconds[other], (mine, its) => mine - its));

    /// <summary>Prints a row for each candidate.</summary>
    /// <param name="title">What is measured.</param>
    /// <param name="baseline">Whom the others are compared with; null where nobody is.</param>
    public void Print(string title, int? baseline)
    {
        Console.WriteLine();
        Line($"{title}; {_milliseconds[0].Length} rounds in turns; {Environment.ProcessorCount} cores");
        var ratio = baseline is { } named ? $"× {_candidates[named].Name}: CPU, clock" : "";
        Line($"{"",-66} {"CPU",9} {"min",9} {"max",9} {"clock",9}  {ratio}");
        for (var i = 0; i < _candidates.Length; i++)
        {
            var compared = baseline is { } other ? FormattableString.Invariant($"{Ratio(i, other):0.00}, {MedianOf(_elapsed[i].Zip(_elapsed[other], (mine, its) => mine / its)):0.00}") : "";
            Line($"{_candidates[i].Name,-66} {Median(i),6:N1} ms {_milliseconds[i].Min(),6:N1} ms {_milliseconds[i].Max(),6:N1} ms {MedianOf(_elapsed[i]),6:N1} ms  {compared}");
        }
    }

    public static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    private IEnumerable<double> Sums(Range candidates) => Enumerable.Range(0, _milliseconds[0].Length).Select(round => _milliseconds[candidates].Sum(all => all[round]));

    private static double MedianOf(IEnumerable<double> values) => values.Order().ToArray() is var all ? all[all.Length / 2] : 0;
}
