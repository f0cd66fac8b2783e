using System.Globalization;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Figures of several candidates, taken in turns: whatever else the machine does then hits all of them alike.</summary>
internal sealed class Rounds
{
    private readonly string[] _names;
    private readonly double[][] _figures; // by candidate, by round

    private Rounds(string[] names, double[][] figures) => (_names, _figures) = (names, figures);

    /// <param name="rounds">How many rounds count; three to warm up come before: code is compiled again as it proves to be hot.</param>
    /// <param name="candidates">Their names, and what gives one figure.</param>
    public static Rounds Take(int rounds, params (string Name, Func<double> Measure)[] candidates)
    {
        var figures = candidates.Select(_ => new double[rounds]).ToArray();
        for (var round = -3; round < rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                var figure = candidates[i].Measure();
                if (round >= 0) figures[i][round] = figure;
            }
        }

        return new([.. candidates.Select(candidate => candidate.Name)], figures);
    }

    /// <summary>Figures that were taken in turns already.</summary>
    public static Rounds Of<T>(string[] names, T[][] figures, Func<T, double> figure) => new(names, [.. figures.Select(own => own.Select(figure).ToArray())]);

    /// <summary>A table: each candidate's median and spread, and its ratio to some of them, round by round.</summary>
    public void Print(string title, string unit, params string[] comparedWith)
    {
        Console.WriteLine($"\n{title}\n");
        Console.WriteLine($"| | {unit} | spread |{string.Concat(comparedWith.Select(name => $" × {name} |"))}");
        Console.WriteLine($"|---|---|---|{string.Concat(comparedWith.Select(_ => "---|"))}");
        for (var i = 0; i < _names.Length; i++)
        {
            var ratios = comparedWith.Select(name => Median(_figures[i].Zip(_figures[Array.IndexOf(_names, name)], (mine, its) => mine / its)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {_names[i]} | {Median(_figures[i]):0.00} | {_figures[i].Min():0.00} – {_figures[i].Max():0.00} |{string.Concat(ratios.Select(ratio => string.Create(CultureInfo.InvariantCulture, $" {ratio:0.00} |")))}"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
