using System.Globalization;
using System.Text;

namespace QueueRun.Diagnostics;

/// <summary>
/// Text of a log entry that may come from outside: a header, a user id, a close reason. It is cleaned so that it cannot begin a new line,
/// control a terminal, or fill the disk. Cleaning happens when the entry is written: a disabled entry costs nothing.
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

    // Line ends, escape sequences, and characters that change the direction of text or are invisible.
    private static bool IsUnsafe(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
