using System.Collections.Immutable;

namespace QueueRun.Analysis;

/// <summary>One condition of a route: the property has the value or, if the value is null, is present: neither null nor empty.</summary>
internal readonly record struct RouteCondition(string Property, string? Value)
{
    private static readonly char[] s_quoted = ['/', '=', '[', '\''];

    /// <summary>The condition as written in a route, with quotes only if they are needed.</summary>
    public override string ToString()
        => Value is null ? $"[{Property}]"
            : Value.Length == 0 || Value.IndexOfAny(s_quoted) >= 0 || char.IsWhiteSpace(Value[0]) || char.IsWhiteSpace(Value[Value.Length - 1])
                ? $"{Property}='{Value.Replace("'", "''")}'"
                : $"{Property}={Value}";
}

/// <summary>The conditions that a JSON message must meet to reach a handler; none for a default handler.</summary>
/// <param name="Text">The route as it was written, with the message type's condition.</param>
/// <param name="Conditions">The conditions in the order of the text. Each property occurs once.</param>
internal sealed record Route(string Text, ImmutableArray<RouteCondition> Conditions)
{
    public static Route Default { get; } = new("", []);

    /// <summary>The optional properties, written <c>[name?]</c>. They are not conditions; only parameters receive them.</summary>
    public ImmutableArray<string> Optional { get; init; } = [];

    /// <summary>The index of the condition <c>[name]</c>, or -1.</summary>
    public int IndexOfPresence(string name) => IndexOf(condition => condition.Property == name && condition.Value is null);

    /// <summary>Whether a parameter of this name receives a property: the route contains <c>[name]</c> or <c>[name?]</c>.</summary>
    public bool Gives(string name) => IndexOfPresence(name) >= 0 || Optional.Contains(name);

    /// <summary>The column of a property's name in square brackets in the text; -1 if there is none.</summary>
    public int ColumnOfProperty(string name)
    {
        var written = Optional.Contains(name) ? $"[{name}?]" : $"[{name}]";
        for (var at = Text.IndexOf(written, StringComparison.Ordinal); at >= 0; at = Text.IndexOf(written, at + 1, StringComparison.Ordinal))
        {
            // A quoted value may look like a property: then the text before it is not a route.
            if (at == 0 || (Text[at - 1] == '/' && RouteParser.Parse(Text.Substring(0, at - 1), out _) is not null)) return at + 1;
        }
        return -1;
    }

    /// <summary>
    /// Adds the condition of the message's type. If the route only requires the property to be present, its value is required instead. Null
    /// if the route requires another value, so that no message could meet both.
    /// </summary>
    public Route? With(RouteCondition message)
    {
        var index = IndexOf(condition => condition.Property == message.Property);
        if (index >= 0 && Conditions[index].Value is { } value) return value == message.Value ? this : null;
        var text = Text.Length == 0 ? message.ToString() : $"{Text}/{message}";
        return this with { Text = text, Conditions = index < 0 ? Conditions.Add(message) : Conditions.SetItem(index, message) };
    }

    /// <summary>
    /// One text per set of conditions: two handlers with the same text take the same messages. For the default handler of a kind it is a
    /// bare word, which no condition is.
    /// </summary>
    public string Canonical(MessageKind kind)
        => Conditions.IsEmpty
            ? kind switch { MessageKind.Text => "text", MessageKind.Binary => "binary", _ => "json" }
            : string.Join("/", Conditions.Select(condition => condition.ToString()).OrderBy(text => text, StringComparer.Ordinal));

    private int IndexOf(Func<RouteCondition, bool> predicate)
    {
        for (var i = 0; i < Conditions.Length; i++)
        {
            if (predicate(Conditions[i])) return i;
        }
        return -1;
    }
}
