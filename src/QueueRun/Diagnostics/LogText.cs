using System.Globalization;
using System.Text;

namespace QueueRun.Diagnostics;

/// <summary>
/// Text in a log entry that may be somebody else's: a header, a user id, a close reason. Written so that it can neither begin a
/// line of its own, nor steer a terminal, nor fill the disk. Cleaned when it is written: an entry that nobody wants costs nothing.
/// </summary>
internal readonly struct LogText(string? text)
{
    private const int MaxLength = 256;

    public static implicit operator LogText(string? text) => new(text);

    public override string ToString()
    {
        if (text is null) return "";
        if (text.Length <= MaxLength && !text.Any(IsUnsafe)) return text;

        var kept = text.AsSpan(0, Math.Min(text.Length, MaxLength));
        if (char.IsHighSurrogate(kept[^1])) kept = kept[..^1];
        var clean = new StringBuilder();
        foreach (var character in kept)
        {
            if (IsUnsafe(character)) clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else clean.Append(character);
        }

        return text.Length > MaxLength ? clean.Append('…').ToString() : clean.ToString();
    }

    // Line ends, escape sequences, and what turns the direction of writing or hides in it.
    private static bool IsUnsafe(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
