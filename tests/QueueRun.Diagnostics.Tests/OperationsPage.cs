using QueueRun.Tests;

namespace QueueRun.Diagnostics.Tests;

/// <summary>The tables of docs/operations.md.</summary>
internal static class OperationsPage
{
    /// <summary>The rows of the first table under a heading, cell by cell, without the table's head.</summary>
    public static List<string[]> Rows(string heading)
        =>
        [
            .. File.ReadLines(Repository.PathOf("docs", "operations.md"))
                .SkipWhile(line => line.TrimStart('#') != $" {heading}")
                .SkipWhile(line => !line.StartsWith('|'))
                .TakeWhile(line => line.StartsWith('|'))
                .Skip(2)
                .Select(line => line.Trim('|', ' ').Split(" | ")),
        ];

    /// <summary>Asserts that the measurements have exactly the attributes that the page lists for the instrument.</summary>
    public static void ExpectAttributesOf(Measurements measurements)
    {
        var documented = Rows("Metrics").ToDictionary(row => row[0].Trim('`'), row => row[3]);
        Assert.All(measurements.Attributes.Keys, seen => Assert.Equal(documented[seen.Instrument], seen.Attributes));
    }
}
