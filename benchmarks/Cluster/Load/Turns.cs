using System.Diagnostics;
using QueueRun.Sockets.Benchmarks;

namespace QueueRun.Cluster.Benchmarks;

/// <summary>Figures of several candidates, taken in turns.</summary>
/// <typeparam name="T">What a turn gives.</typeparam>
internal sealed class Turns<T>
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(20); // on a busy machine the compiler needs so long

    private readonly string[] _names;
    private readonly T[][] _figures; // by candidate, by round

    private Turns(string[] names, T[][] figures) => (_names, _figures) = (names, figures);

    /// <summary>Takes the figures. Before, each candidate works for some seconds, so that its code is not compiled again later.</summary>
    public static Turns<T> Take(int rounds, params (string Name, Func<T> Measure)[] candidates)
    {
        foreach (var (_, measure) in candidates)
        {
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_warmUp;) measure();
        }

        return TakeCold(rounds, candidates);
    }

    /// <summary>Takes the figures at once.</summary>
    public static Turns<T> TakeCold(int rounds, params (string Name, Func<T> Measure)[] candidates)
    {
        var figures = candidates.Select(_ => new T[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++) figures[i][round] = candidates[i].Measure();
        }

        return new([.. candidates.Select(candidate => candidate.Name)], figures);
    }

    /// <summary>A table of one figure, with the ratios to the first candidate.</summary>
    public Turns<T> Print(string title, string unit, Func<T, double> figure)
    {
        Rounds.Of(_names, _figures, figure).Print(title, unit, _names[0]);
        return this;
    }
}
