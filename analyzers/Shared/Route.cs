using System.Collections.Immutable;

namespace QueueRun.Analysis;

/// <summary>One condition of a route: the property has the value, or (where that is null) is present, neither null nor empty.</summary>
internal readonly record struct RouteCondition(string Property, string? Value)
{
    private static readonly char[] s_quoted = ['/', '=', '[', '\''];

    /// <summary>The condition as a route writes it; quotes only where they are needed.</summary>
    public override string ToString()
        => Value is null ? $"[{Property}]"
            : Value.Length == 0 || Value.IndexOfAny(s_quoted) >= 0 || char.IsWhiteSpace(Value[0]) || char.IsWhiteSpace(Value[Value.Length - 1])
                ? $"{Property}='{Value.Replace("'", "''")}'"
                : $"{Property}={Value}";
}

/// <summary>The conditions under which a JSON message goes to a handler; none for a default handler.</summary>
/// <param name="Text">The route as it was written, with the message type's condition.</param>
/// <param name="Conditions">The conditions in the order of the text. No property stands twice.</param>
internal sealed record Route(string Text, ImmutableArray<RouteCondition> Conditions)
{
    public static Route Default { get; } = new("", []);

    /// <summary>The index of the condition <c>[name]</c>, or -1.</summary>
    public int IndexOfPresence(string name) => IndexOf(condition => condition.Property == name && condition.Value is null);

    /// <summary>Where the name of a condition <c>[name]</c> begins in the text; -1 where there is none.</summary>
    public int ColumnOfPresence(string name)
    {
        var condition = $"[{name}]";
        for (var at = Text.IndexOf(condition, StringComparison.Ordinal); at >= 0; at = Text.IndexOf(condition, at + 1, StringComparison.Ordinal))
        {
            // A quoted value may look like a condition: what stands before it is no route then.
            if (at == 0 || (Text[at - 1] == '/' && RouteParser.Parse(Text.Substring(0, at - 1), out _) is not null)) return at + 1;
        }
        return -1;
    }

    /// <summary>
    /// Adds the condition of the message's type: where the route only asks for the property to be there, its value is asked for instead.
    /// Null where the route asks for another value, so that no message could meet both.
    /// </summary>
    public Route? With(RouteCondition message)
    {
        var index = IndexOf(condition => condition.Property == message.Property);
        if (index >= 0 && Conditions[index].Value is { } value) return value == message.Value ? this : null;
        var text = Text.Length == 0 ? message.ToString() : $"{Text}/{message}";
        return new Route(text, index < 0 ? Conditions.Add(message) : Conditions.SetItem(index, message));
    }

    /// <summary>
    /// One text for each set of conditions: two handlers with the same one take the same messages. The default handler of a kind is
    /// a bare word, which no condition is.
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
