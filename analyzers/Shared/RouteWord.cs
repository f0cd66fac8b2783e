namespace QueueRun.Analysis;

/// <summary>A bare word in a route, where a condition is expected.</summary>
internal static class RouteWord
{
    /// <summary>
    /// The property as a route writes it, if the word is a parameter of a URL template: <c>{room}</c>, <c>{id:int}</c>, <c>{*rest}</c>,
    /// <c>:room</c>, <c>&lt;room&gt;</c>; <c>{room?}</c> is an optional one. Null for any other word.
    /// </summary>
    public static string? AsProperty(string word)
    {
        if (Inside(word, "{", "}") is { } template)
        {
            // A constraint or a default follows the name, and the question mark comes last.
            var name = template.TrimStart('*').TrimEnd('?').Split(':')[0];
            return Property(template.EndsWith("?", StringComparison.Ordinal) ? name + "?" : name);
        }
        return Property(Inside(word, "<", ">")?.Split(':').Last() ?? Inside(word, ":", ""));
    }

    /// <summary>The replacement for the word, for messages.</summary>
    public static string Cure(string word)
        => AsProperty(word) is { } property ? $"write '{property}'" : $"write 'type={word}', or '[{word}]' if the property need only be present";

    private static string? Inside(string word, string open, string close)
        => word.Length > open.Length + close.Length && word.StartsWith(open, StringComparison.Ordinal) && word.EndsWith(close, StringComparison.Ordinal)
            ? word.Substring(open.Length, word.Length - open.Length - close.Length) : null;

    private static string? Property(string? name)
        => name is not null && name.IndexOfAny(['{', '}', '<', '>', ':']) < 0 && RouteParser.Parse($"[{name}]", out _) is not null ? $"[{name}]" : null;
}
