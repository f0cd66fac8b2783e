using System.Diagnostics;
using System.Globalization;
using QueueRun.Routing.Benchmarks;

// What it costs to read a message of about 100 bytes and find its handler: among 10 routes, and among 1,000 and 10,000 of the same kind.
int[] counts = [10, 1_000, 10_000];
Console.WriteLine("| routes | 10 | 1,000 | 10,000 | allocated |");
Console.WriteLine("|---|---|---|---|---|");
foreach (var conditions in Enum.GetValues<Conditions>())
{
    var traffics = counts.Select(count => new Traffic(conditions, count)).ToArray();
    var rounds = Rounds.Take(traffics.Select(traffic => (Action)traffic.FindAll).ToArray());
    var cells = rounds.Times.Select((time, i) => i == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{time / Traffic.Messages:F0} ns")
        : string.Create(CultureInfo.InvariantCulture, $"{rounds.Ratios[i]:F2} ×"));
    Console.WriteLine($"| {Traffic.Example(conditions)} | {string.Join(" | ", cells)} | {rounds.Allocated} B |");
}

var start = Stopwatch.GetTimestamp();
for (var i = 0; i < 20; i++) _ = new Traffic(Conditions.Mixed, 1_000, messages: 0);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nBuilding the table of 1,000 routes, a quarter of each: {Stopwatch.GetElapsedTime(start).TotalMilliseconds / 20:F1} ms"));
