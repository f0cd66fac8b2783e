using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Tells a component from others. Its name in the document is chosen when all components are known.</summary>
/// <param name="Type">The type with its annotations, except its own.</param>
/// <param name="Use">Whether the type is read or written: the two may differ.</param>
/// <param name="IsSelf">Whether these are the members of a polymorphic type itself, without its derived types.</param>
internal readonly record struct SchemaId(string Type, JsonUse Use, bool IsSelf)
{
    private const char Start = '\u0001', End = '\u0002';

    /// <summary>A text for the name, which no JSON contains: control characters are escaped in it.</summary>
    public string Marker => $"{Start}{(Use == JsonUse.Received ? 'r' : 's')}{(IsSelf ? '+' : '-')}{Type}{End}";

    /// <summary>The component of the same type in its other use.</summary>
    public SchemaId Other => this with { Use = Use == JsonUse.Received ? JsonUse.Sent : JsonUse.Received };

    /// <summary>All components that a text names.</summary>
    public static IEnumerable<SchemaId> In(string text)
    {
        for (var start = text.IndexOf(Start); start >= 0; start = text.IndexOf(Start, start + 1))
            yield return Parse(text.Substring(start + 1, text.IndexOf(End, start) - start - 1));
    }

    /// <summary>The text with a name for each component.</summary>
    public static string Replace(string text, Func<SchemaId, string> name)
    {
        var start = text.IndexOf(Start);
        if (start < 0) return text;
        System.Text.StringBuilder named = new(text.Length);
        var from = 0;
        for (; start >= 0; start = text.IndexOf(Start, from))
        {
            var end = text.IndexOf(End, start);
            named.Append(text, from, start - from).Append(name(Parse(text.Substring(start + 1, end - start - 1))));
            from = end + 1;
        }
        return named.Append(text, from, text.Length - from).ToString();
    }

    private static SchemaId Parse(string marked) => new(marked.Substring(2), marked[0] == 'r' ? JsonUse.Received : JsonUse.Sent, marked[1] == '+');
}
