namespace QueueRun.Redis.Chaos.Checks;

/// <summary>What the checks have found: what must not be, and what has a reason that the guide names.</summary>
internal sealed class Findings
{
    private const int Shown = 12;

    private readonly Dictionary<string, List<string>> _wrong = [];
    private readonly Dictionary<string, int> _excused = [];
    private readonly Dictionary<string, long> _counts = [];

    public bool AreGood => _wrong.Count == 0;

    /// <summary>A promise was broken.</summary>
    public void Wrong(string promise, string what)
    {
        if (!_wrong.TryGetValue(promise, out var all)) _wrong.Add(promise, all = []);
        all.Add(what);
    }

    /// <summary>Something for which the guide names the reason.</summary>
    public void Excused(string reason) => _excused[reason] = _excused.GetValueOrDefault(reason) + 1;

    /// <summary>How much there was of something.</summary>
    public void Count(string what, long number) => _counts[what] = _counts.GetValueOrDefault(what) + number;

    /// <summary>The tables, then what is wrong: some of it here, all of it in a file.</summary>
    public void Print(string file)
    {
        Table("counted", _counts.Select(static of => (of.Key, $"{of.Value:N0}")));
        Table("with a reason that the guide names", _excused.Select(static of => (of.Key, $"{of.Value:N0}")));
        Table("**wrong**", AreGood ? [("nothing", "0")] : _wrong.Select(static of => (of.Key, $"{of.Value.Count:N0}")));
        foreach (var (promise, all) in _wrong)
        {
            Console.WriteLine($"\n{promise}\n");
            foreach (var what in all.Take(Shown)) Console.WriteLine($"- {what}");
            if (all.Count > Shown) Console.WriteLine($"- and {all.Count - Shown} more");
            File.AppendAllLines(file, [$"# {promise}", .. all, ""]);
        }

        static void Table(string title, IEnumerable<(string Name, string Value)> rows)
        {
            Console.WriteLine($"\n| {title} | |\n|---|---|");
            foreach (var (name, value) in rows) Console.WriteLine($"| {name} | {value} |");
        }
    }
}
