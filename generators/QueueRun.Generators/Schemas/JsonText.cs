using System.Globalization;
using System.Text;

namespace QueueRun.Generators;

/// <summary>JSON in the form of text.</summary>
internal static class JsonText
{
    /// <summary>A string literal of JSON. Line breaks of any kind are escaped, so that it stays on its line in C# too.</summary>
    public static string Quote(string text)
    {
        StringBuilder literal = new(text.Length + 2);
        literal.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\\')
            {
                literal.Append('\\').Append(c);
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(text, i))
            {
                literal.Append(c).Append(text[++i]);
            }
            else if (char.IsSurrogate(c))
            {
                literal.Append('\uFFFD'); // as it is written to clients: UTF-8 has no half of a pair
            }
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF')
            {
                literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                literal.Append(c);
            }
        }
        return literal.Append('"').ToString();
    }

    /// <summary>An array of strings.</summary>
    public static string Strings(IEnumerable<string> texts) => Array(texts.Select(Quote));

    public static string Array(IEnumerable<string> items) => $"[{string.Join(",", items)}]";

    /// <summary>Whether the text is a number of JSON.</summary>
    public static bool IsNumber(string text)
    {
        var i = text.StartsWith("-", StringComparison.Ordinal) ? 1 : 0;
        int Digits()
        {
            var start = i;
            while (i < text.Length && text[i] is >= '0' and <= '9') i++;
            return i - start;
        }

        var first = i;
        var whole = Digits();
        if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            if (Digits() == 0) return false;
        }
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            if (i < text.Length && text[i] is '+' or '-') i++;
            if (Digits() == 0) return false;
        }
        return i == text.Length;
    }
}
