using System.Text.RegularExpressions;

namespace QueueRun.Docs;

/// <summary>A test named in the map.</summary>
internal sealed record SeedTest(string Class, string Method, string File);

/// <summary>A sentence in the map, with the text and the tests below it.</summary>
internal sealed record SeedEntry(string Quote, string Text, IReadOnlyList<SeedTest> Tests);

/// <summary>Parses the seed and its map.</summary>
internal static partial class SeedText
{
    /// <summary>The contents of a document: its sentences, list items, and code blocks; without headings.</summary>
    public static List<string> Sentences(string document)
    {
        List<string> sentences = [];
        var lines = document.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                var first = i++;
                while (!lines[i].StartsWith("```", StringComparison.Ordinal)) i++;
                sentences.Add(Normal(lines[first..(i + 1)]));
            }
            else if (lines[i].Length > 0 && lines[i][0] != '#' && !lines[i].StartsWith(":::", StringComparison.Ordinal))
            {
                sentences.AddRange(End.Split(ItemMark.Replace(lines[i], "")).Select(sentence => Normal([sentence])));
            }
        }

        return sentences;
    }

    /// <summary>Each quote in the map, with the text below it.</summary>
    public static List<SeedEntry> Entries(string map)
    {
        List<SeedEntry> entries = [];
        List<string> quote = [], text = [];
        foreach (var line in map.ReplaceLineEndings("\n").Split('\n').Append("> "))
        {
            if (line.StartsWith('>'))
            {
                if (text.Exists(part => part.Length > 0)) Flush();
                if (quote.Count == 0) text.Clear();
                quote.Add(line[1..].TrimStart(' '));
            }
            else if (line.StartsWith('#') && quote.Count > 0)
            {
                Flush();
            }
            else if (quote.Count > 0)
            {
                text.Add(line.Trim());
            }
        }

        return entries;

        void Flush()
        {
            var said = string.Join(' ', text).Trim();
            entries.Add(new(Normal(quote), said, [.. Test.Matches(said).Select(test => new SeedTest(test.Groups[1].Value, test.Groups[2].Value, test.Groups[3].Value))]));
            quote.Clear();
            text.Clear();
        }
    }

    private static string Normal(IEnumerable<string> lines) => Spaces.Replace(string.Join(' ', lines), " ").Trim();

    [GeneratedRegex(@"(?<=[.;!?])\s+(?=[A-Z])")]
    private static partial Regex End { get; }

    [GeneratedRegex(@"^\s*[*-]\s+")]
    private static partial Regex ItemMark { get; }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces { get; }

    [GeneratedRegex(@"\[`?(\w+)\.(\w+)`?\]\(\.\./(tests/[^)]+\.cs)\)")]
    private static partial Regex Test { get; }
}
