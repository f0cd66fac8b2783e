using System.Globalization;
using System.Text.RegularExpressions;

namespace QueueRun.Ports.Tests;

/// <summary>The sample's README says how long each program is.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Each_program_has_its_row_with_its_lines_and_80_at_most()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Folder, "README.md")))
            .ToDictionary(row => row.Groups[1].Value, row => int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture));
        var files = Directory.GetFiles(Folder, "*.cs").ToDictionary(file => Path.GetFileName(file), file => File.ReadLines(file).Count());
        Assert.Equal(files.OrderBy(file => file.Key, StringComparer.Ordinal), rows.OrderBy(row => row.Key, StringComparer.Ordinal));
        Assert.All(files.Values, lines => Assert.InRange(lines, 1, 80));
    }

    private static string Folder { get; } = Repository.PathOf("samples", "Ports");

    [GeneratedRegex(@"^\| \[(\w+\.cs)\]\(\1\) \| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
