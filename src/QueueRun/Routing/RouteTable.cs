using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace QueueRun.Routing;

/// <summary>
/// All routes of a program. One pass over a message checks that it is JSON, and notes the top-level properties that some route
/// names and which of the named values they have; by these facts the <see cref="RouteTree"/> finds the route. Nothing is allocated.
/// </summary>
internal sealed class RouteTable
{
    /// <summary>The deepest nesting of a message.</summary>
    public const int MaxDepth = 64;

    private const int FewFacts = 32;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    private readonly PropertyNames _names;
    private readonly Slot[] _slots;
    private readonly RouteTree _tree;
    private readonly RoutedHandler[] _handlers;

    /// <summary>A property that routes name.</summary>
    /// <param name="Literals">The facts that it has one of the values that they name.</param>
    /// <param name="Presence">The fact that it is there; -1 where no route asks only that.</param>
    private readonly record struct Slot(Utf8Map? Literals, int Presence);

    /// <summary>Orders the routes by precedence.</summary>
    /// <param name="handlers">All handlers; those without a route are passed over.</param>
    /// <param name="build">Makes a handler of its descriptor and of the slots of its conditions' properties.</param>
    /// <exception cref="InvalidOperationException">Two handlers take the same route.</exception>
    public RouteTable(IEnumerable<HandlerDescriptor> handlers, Func<HandlerDescriptor, int[], RoutedHandler> build)
    {
        var routed = handlers.Where(handler => handler.Route.Length > 0)
            .OrderByDescending(handler => handler.Route.Count(condition => condition.Value is not null))
            .ThenByDescending(handler => handler.Route.Length)
            .ThenBy(handler => handler.RouteText, StringComparer.Ordinal)
            .ToArray();
        RefuseConflicts(routed);

        // Values before mere presence, the rare before the common: the first steps through the tree leave few routes. Those of one property together.
        var facts = routed.SelectMany(handler => handler.Route).CountBy(condition => condition)
            .OrderBy(pair => pair.Key.Value is null).ThenBy(pair => pair.Value)
            .ThenBy(pair => pair.Key.Property, StringComparer.Ordinal).ThenBy(pair => pair.Key.Value, StringComparer.Ordinal)
            .Select((pair, fact) => (Condition: pair.Key, Fact: fact)).ToArray();
        var factOf = facts.ToDictionary(pair => pair.Condition, pair => pair.Fact);
        var slots = facts.GroupBy(pair => pair.Condition.Property, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        var slotOf = slots.Select((group, slot) => (group.Key, slot)).ToDictionary(StringComparer.Ordinal);

        _names = new([.. slots.Select(group => group.Key)]);
        _slots = [.. slots.Select(group => new Slot(
            LiteralsOf(group.Where(pair => pair.Condition.Value is not null).Select(pair => KeyValuePair.Create(pair.Condition.Value!, pair.Fact)).ToArray()),
            factOf.GetValueOrDefault(new(group.Key), -1)))];
        _handlers = [.. routed.Select(handler => build(handler, [.. handler.Route.Select(condition => slotOf[condition.Property])]))];
        _tree = new(routed.Select(handler => handler.Route.Select(condition => factOf[condition]).Distinct().Order().ToArray()));
    }

    /// <summary>
    /// Reads the whole message; notes the properties that routes name.
    /// </summary>
    /// <param name="json">The message.</param>
    /// <param name="properties">Where to note them.</param>
    /// <param name="misspelled">The name that differs from a route's only in case, and that name; null where all is well.</param>
    /// <exception cref="JsonException">The message is not one JSON document, or nested too deeply.</exception>
    public void Read(ReadOnlySpan<byte> json, MessageProperties properties, out (string Written, string Expected)? misspelled)
    {
        misspelled = null;
        var reader = new Utf8JsonReader(json, ReaderOptions);
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var slot = _names.Find(ref reader, ref misspelled);
                reader.Read();
                if (slot >= 0) properties.Set(Note(ref reader, slot));
                else reader.Skip();
            }
        }
        else
        {
            reader.Skip();
        }

        reader.Read(); // refuses anything behind the document
    }

    /// <summary>Finds the handler of the first route, by precedence, whose conditions are all met.</summary>
    public bool TryFind(MessageProperties properties, [NotNullWhen(true)] out RoutedHandler? handler)
    {
        var all = properties.All;
        Span<int> facts = all.Length * 2 <= FewFacts ? stackalloc int[FewFacts] : new int[all.Length * 2];
        var count = 0;
        foreach (ref readonly var property in all)
        {
            if (property.Literal >= 0) facts[count++] = property.Literal;
            if (property.Presence >= 0) facts[count++] = property.Presence;
        }

        facts = facts[..count];
        facts.Sort();
        var found = _tree.Find(facts);
        handler = found == RouteTree.None ? null : _handlers[found];
        return handler is not null;
    }

    private PropertyValue Note(ref Utf8JsonReader reader, int slot)
    {
        var type = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        var literal = _slots[slot].Literals is { } literals ? FindLiteral(ref reader, literals) : -1;
        var isPresent = type is not JsonTokenType.Null && !(type is JsonTokenType.String && reader.ValueSpan.IsEmpty);
        reader.Skip();
        return new(slot, type, start, (int)reader.BytesConsumed - start, literal, isPresent ? _slots[slot].Presence : -1);
    }

    private static int FindLiteral(ref Utf8JsonReader reader, Utf8Map literals) => reader.TokenType switch
    {
        JsonTokenType.String when reader.ValueIsEscaped => FindEscaped(ref reader, literals),
        JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => literals.Find(reader.ValueSpan),
        _ => -1,
    };

    private static int FindEscaped(ref Utf8JsonReader reader, Utf8Map literals)
    {
        // What is unescaped is never longer.
        var bytes = reader.ValueSpan.Length;
        Span<byte> buffer = bytes <= 256 ? stackalloc byte[256] : new byte[bytes];
        try
        {
            return literals.Find(buffer[..reader.CopyString(buffer)]);
        }
        catch (InvalidOperationException) // an escaped half of a surrogate pair: equal to no value
        {
            return -1;
        }
    }

    private static Utf8Map? LiteralsOf(KeyValuePair<string, int>[] literals) => literals is [] ? null : new(literals);

    private static void RefuseConflicts(HandlerDescriptor[] routed)
    {
        var taken = new Dictionary<string, HandlerDescriptor>(StringComparer.Ordinal);
        foreach (var handler in routed)
        {
            var key = string.Join('/', handler.Route.Select(Key).Order(StringComparer.Ordinal));
            if (!taken.TryAdd(key, handler))
            {
                throw new InvalidOperationException(
                    $"{taken[key].Name} and {handler.Name} take the same route \"{handler.RouteText}\". Change one of them, or remove it.");
            }
        }

        // A property that is there, and one that is empty, are two conditions.
        static string Key(RouteCondition condition) => condition.Value is null ? condition.Property : $"{condition.Property}\0{condition.Value}";
    }
}
