using System.Buffers;
using System.Globalization;

namespace QueueRun.Messaging;

/// <summary>Paths in JSON, as System.Text.Json writes them: <c>$.a.b[0]['odd name']</c>.</summary>
internal static class JsonPath
{
    private static readonly SearchValues<char> Odd = SearchValues.Create(". '/\"[]()\t\n\r\f\b\\\u0085\u2028\u2029");

    /// <summary>The part of the path for a property.</summary>
    public static string Segment(string property) => property.AsSpan().ContainsAny(Odd) ? $"['{property}']" : $".{property}";

    /// <summary>The part of the path for an element.</summary>
    public static string Segment(int index) => string.Create(CultureInfo.InvariantCulture, $"[{index}]");

    /// <summary>The parts of a path; the index is -1 for a property.</summary>
    public static IEnumerable<(string Name, int Index)> Segments(string path)
    {
        var at = 1;
        while (at < path.Length)
        {
            int end;
            if (path[at] == '.')
            {
                end = path.AsSpan(at + 1).IndexOfAny('.', '[') is >= 0 and var length ? at + 1 + length : path.Length;
                yield return (path[(at + 1)..end], -1);
            }
            else if (path.AsSpan(at).StartsWith("['", StringComparison.Ordinal))
            {
                end = path.IndexOf("']", at, StringComparison.Ordinal) is >= 0 and var quote ? quote + 2 : path.Length;
                yield return (path[(at + 2)..Math.Max(at + 2, end - 2)], -1);
            }
            else
            {
                end = path.IndexOf(']', at) is >= 0 and var bracket ? bracket + 1 : path.Length;
                yield return ("", int.TryParse(path.AsSpan(at + 1, Math.Max(0, end - at - 2)), CultureInfo.InvariantCulture, out var index) ? index : 0);
            }

            at = end;
        }
    }
}
