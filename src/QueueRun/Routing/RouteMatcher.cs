using System.Text.Json;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>
/// Matches messages with routes. Names of properties are compared exactly or without case. One pass over a message checks that it is JSON,
/// and stores the top-level properties that some route names, and which of the named values they have. From these facts the <see
/// cref="RouteTree"/> finds the route. Nothing is allocated.
/// </summary>
internal sealed class RouteMatcher
{
    private const int FewFacts = 32;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MessageReading.MaxDepth };

    private readonly PropertyNames _names;
    private readonly Dictionary<string, int> _slotOf;
    private readonly Dictionary<RouteCondition, Fact> _factOf;
    private readonly Slot[] _slots;
    private readonly RouteTree _tree;
    private readonly bool _ignoresCase;

    /// <summary>A property that routes name.</summary>
    /// <param name="Literals">The facts of having one of the values that routes name.</param>
    /// <param name="Presence">The fact of being present; -1 if no route has that condition.</param>
    /// <param name="HasTwin">Whether the name of another property differs only in case.</param>
    private readonly record struct Slot(Utf8Map? Literals, int Presence, bool HasTwin);

    /// <summary>
    /// A condition of routes. A class, because in a native binary queries over structs have code of their own, and those over classes share
    /// theirs.
    /// </summary>
    private sealed class Fact(RouteCondition condition)
    {
        public string Property => condition.Property;

        public string? Value => condition.Value;

        /// <summary>How many routes have the condition.</summary>
        public int Routes { get; set; }

        public int Number { get; set; }
    }

    /// <param name="routes">The conditions of each route, by precedence.</param>
    /// <param name="optional">The names of properties that are in no condition of a route, and may be missing.</param>
    /// <param name="ignoresCase">Whether names that differ only in case are equal.</param>
    public RouteMatcher(IReadOnlyList<RouteCondition[]> routes, IEnumerable<string> optional, bool ignoresCase)
    {
        _ignoresCase = ignoresCase;
        var comparer = ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _factOf = new(new ConditionComparer(comparer));
        foreach (var route in routes)
        {
            foreach (var condition in route)
            {
                if (!_factOf.TryGetValue(condition, out var fact)) _factOf.Add(condition, fact = new(condition));
                fact.Routes++;
            }
        }

        // Values come before presence, and rare conditions before common ones, so that few routes remain after the first steps through the
        // tree. Conditions of one property are together.
        Fact[] facts = [.. _factOf.Values
            .OrderBy(fact => fact.Value is null ? 1 : 0).ThenBy(fact => fact.Routes)
            .ThenBy(fact => fact.Property, comparer).ThenBy(fact => fact.Value, StringComparer.Ordinal)];
        for (var number = 0; number < facts.Length; number++) facts[number].Number = number;
        string[] names = [.. facts.Select(fact => fact.Property).Concat(optional).Distinct(comparer).Order(comparer)];
        _names = new(names);
        _slotOf = new(comparer);
        _slots = new Slot[names.Length];
        Dictionary<string, List<KeyValuePair<string, int>>> literals = new(comparer);
        foreach (var fact in facts)
        {
            if (fact.Value is not { } value) continue;
            if (!literals.TryGetValue(fact.Property, out var own)) literals.Add(fact.Property, own = []);
            own.Add(new(value, fact.Number));
        }

        Dictionary<string, int> spellings = new(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names) spellings[name] = spellings.TryGetValue(name, out var count) ? count + 1 : 1;
        foreach (var name in names)
        {
            var presence = _factOf.TryGetValue(new(name), out var present) ? present.Number : -1;
            _slots[_slotOf.Count] = new(literals.TryGetValue(name, out var own) ? new([.. own]) : null, presence, spellings[name] > 1);
            _slotOf.Add(name, _slotOf.Count);
        }

        _tree = new([.. routes.Select(FactsOf)]);
    }

    /// <summary>The numbers of a route's conditions, ascending, each once.</summary>
    private int[] FactsOf(RouteCondition[] route)
    {
        var numbers = Array.ConvertAll(route, condition => _factOf[condition].Number);
        Array.Sort(numbers);
        var count = 0;
        foreach (var number in numbers)
        {
            if (count == 0 || numbers[count - 1] != number) numbers[count++] = number;
        }

        return numbers[..count];
    }

    /// <summary>The slot of a property in <see cref="MessageProperties"/>. Some route must name it.</summary>
    public int SlotOf(string property) => _slotOf[property];

    /// <summary>Whether a property of a message meets a route's condition.</summary>
    public bool IsMet(RouteCondition condition, PropertyValue value)
        => value.Type != JsonTokenType.None && _factOf[condition].Number == (condition.Value is null ? value.Presence : value.Literal);

    /// <summary>
    /// The slot in <see cref="MessageProperties"/> of the name at the reader's position, compared without case; -1 if no route has such a
    /// name.
    /// </summary>
    public int SimilarSlot(ref Utf8JsonReader reader)
    {
        var name = _names.Find(ref reader);
        return name >= 0 ? name : name == PropertyNames.None ? -1 : ~name;
    }

    /// <summary>Reads the whole message, and stores the properties that routes name.</summary>
    /// <exception cref="JsonException">The message is not one JSON document, or is nested too deeply.</exception>
    public void Read(ReadOnlySpan<byte> json, MessageProperties properties)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var slot = _names.Find(ref reader);
                if (slot < 0 && slot != PropertyNames.None)
                {
                    properties.HasSimilarName = true;
                    if (_ignoresCase) slot = ~slot;
                }

                reader.Read();
                if (slot >= 0) Note(ref reader, slot, properties);
                else reader.Skip();
            }
        }
        else
        {
            reader.Skip();
        }

        reader.Read(); // throws if there is anything after the document
    }

    /// <summary>The first route, by precedence, whose conditions are all met, or <see cref="RouteTree.None"/>.</summary>
    public int Find(MessageProperties properties)
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
        return _tree.Find(facts);
    }

    private void Note(ref Utf8JsonReader reader, int slot, MessageProperties properties)
    {
        ref readonly var known = ref _slots[slot];
        var type = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        var literal = known.Literals is { } literals ? FindLiteral(ref reader, literals) : -1;
        var isPresent = type is not JsonTokenType.Null && !(type is JsonTokenType.String && reader.ValueSpan.IsEmpty);
        reader.Skip();
        if (known.HasTwin) properties.HasSimilarName = true;
        properties.Set(new(slot, type, start, (int)reader.BytesConsumed - start, literal, isPresent ? known.Presence : -1));
    }

    private static int FindLiteral(ref Utf8JsonReader reader, Utf8Map literals) => reader.TokenType switch
    {
        JsonTokenType.String when reader.ValueIsEscaped => FindEscaped(ref reader, literals),
        JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => literals.Find(reader.ValueSpan),
        _ => -1,
    };

    private static int FindEscaped(ref Utf8JsonReader reader, Utf8Map literals)
    {
        // Unescaped text is never longer.
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

    private sealed class ConditionComparer(StringComparer names) : IEqualityComparer<RouteCondition>
    {
        public bool Equals(RouteCondition x, RouteCondition y) => names.Equals(x.Property, y.Property) && x.Value == y.Value;

        public int GetHashCode(RouteCondition condition) => HashCode.Combine(names.GetHashCode(condition.Property), condition.Value);
    }
}
