using System.Text.RegularExpressions;

/// <summary>Counts the speakers and the words, and describes them in a few sentences.</summary>
internal sealed partial class Tally
{
    private const int MaxNamed = 3;

    private readonly Dictionary<string, int> _speakers = [];
    private readonly Dictionary<string, int> _words = new(StringComparer.OrdinalIgnoreCase);
    private int _announcements;

    public void Add(IEnumerable<Said> messages)
    {
        foreach (var said in messages)
        {
            if (said.From is null)
                _announcements++;
            else
                Count(_speakers, said.From);
            foreach (var word in Word().EnumerateMatches(said.Text))
                Count(_words, said.Text.Substring(word.Index, word.Length));
        }
    }

    public override string ToString()
    {
        List<string> sentences = [];
        var speakers = Most(_speakers);
        var messages = Wording.Count(_speakers.Values.Sum(), "message");
        if (speakers is [var only])
            sentences.Add($"{messages}, all by {only.Key}.");
        else if (speakers.Count > 1)
            sentences.Add($"{messages}: {Wording.List(speakers.Select(speaker => $"{speaker.Value} by {speaker.Key}"), MaxNamed)}.");
        if (_announcements > 0)
            sentences.Add($"{Wording.Count(_announcements, "announcement")}.");
        if (Most(_words).Where(word => word.Value > 1).Take(MaxNamed).ToList() is { Count: > 0 } words)
            sentences.Add($"Most frequent: {Wording.List(words.Select(word => $"“{word.Key}” ({word.Value})"), MaxNamed)}.");
        return string.Join(' ', sentences);
    }

    private static void Count(Dictionary<string, int> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    /// <summary>The most frequent first; among equally frequent ones, the one that came first.</summary>
    private static List<KeyValuePair<string, int>> Most(Dictionary<string, int> counts) => [.. counts.OrderByDescending(count => count.Value)];

    /// <summary>At least five letters: shorter words are in every conversation, and say little about this one.</summary>
    [GeneratedRegex(@"\p{L}{5,}")]
    private static partial Regex Word();
}
