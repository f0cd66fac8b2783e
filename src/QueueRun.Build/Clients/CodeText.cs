using System.Text;

namespace QueueRun.Build;

/// <summary>The text of a file that is being written. Its lines end with a line feed on every system.</summary>
internal sealed class CodeText
{
    private const int Width = 130;

    private readonly StringBuilder _text = new();

    public void Line(string line = "", int indent = 0)
    {
        if (line.Length > 0) _text.Append(' ', indent * 2).Append(line);
        _text.Append('\n');
    }

    /// <summary>Writes text of several lines as it is.</summary>
    public void Block(string text) => _text.Append(text.Replace("\r\n", "\n").TrimEnd()).Append('\n');

    /// <summary>Writes sentences as a doc comment; nothing if there are none.</summary>
    public void Comment(IEnumerable<string> sentences, int indent = 0)
    {
        var lines = sentences.SelectMany(Lines).ToList();
        if (lines.Count == 0) return;
        if (string.Join(" ", lines) is var all && all.Length < Width)
        {
            Line($"/** {all} */", indent);
            return;
        }

        Line("/**", indent);
        foreach (var line in lines.SelectMany(Wrapped)) Line($" * {line}", indent);
        Line(" */", indent);
    }

    public override string ToString() => _text.ToString();

    private static IEnumerable<string> Wrapped(string line)
    {
        while (line.Length > Width && line.LastIndexOf(' ', Width) is > 0 and var end)
        {
            yield return line.Substring(0, end);
            line = line.Substring(end + 1);
        }

        yield return line;
    }

    /// <summary>The lines of a text, which cannot end the comment that it stands in.</summary>
    private static IEnumerable<string> Lines(string text)
        => text.Replace("*/", "*\\/").Split(['\n', '\r', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).Where(line => line.Length > 0);
}
