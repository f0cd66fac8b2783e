using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace QueueRun.Routing;

/// <summary>
/// All routes of a program. One pass over a message checks that it is JSON, and notes the top-level properties that some route
/// names; the route is then found by the values among them. Nothing is allocated.
/// </summary>
internal sealed class RouteTable
{
    /// <summary>The deepest nesting of a message.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    // Property names of routes, all spellings that differ only in case together: such a difference is an error, not a miss.
    private readonly FrozenDictionary<string, NameGroup> _names;
    private readonly FrozenDictionary<string, NameGroup>.AlternateLookup<ReadOnlySpan<char>> _namesBySpan;
    private readonly int _longestName;
    private readonly Slot[] _slots;
    private readonly Entry[] _entries;
    private readonly int[] _withoutLiteral;

    private sealed record NameGroup(string[] Spellings, int[] Slots);

    /// <summary>A property that routes name, the values that they name, and for each value the routes to try.</summary>
    private sealed class Slot(string name)
    {
        public string Name { get; } = name;
        public FrozenDictionary<string, int> Literals { get; set; } = FrozenDictionary<string, int>.Empty;
        public int LongestLiteral { get; set; }
        public int[][] Candidates { get; set; } = [];
    }

    private readonly record struct Condition(int Slot, int Literal); // literal 0: present

    private sealed record Entry(RoutedHandler Handler, Condition[] Conditions);

    /// <summary>Orders the routes by precedence.</summary>
    /// <param name="handlers">All handlers; those without a route are passed over.</param>
    /// <param name="build">Makes a handler of its descriptor and of where the properties of its conditions stand among the values.</param>
    /// <exception cref="InvalidOperationException">Two handlers take the same route.</exception>
    public RouteTable(IEnumerable<HandlerDescriptor> handlers, Func<HandlerDescriptor, int[], RoutedHandler> build)
    {
        var routed = handlers.Where(handler => handler.Route.Length > 0)
            .OrderByDescending(handler => handler.Route.Count(condition => condition.Value is not null))
            .ThenByDescending(handler => handler.Route.Length)
            .ThenBy(handler => handler.RouteText, StringComparer.Ordinal)
            .ToArray();
        RefuseConflicts(routed);

        var names = routed.SelectMany(handler => handler.Route).Select(condition => condition.Property)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        _slots = [.. names.Select(name => new Slot(name))];
        _longestName = names.Select(name => name.Length).DefaultIfEmpty(0).Max();
        _names = names.Select((name, slot) => (name, slot)).GroupBy(pair => pair.name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => new NameGroup([.. group.Select(p => p.name)], [.. group.Select(p => p.slot)]),
                StringComparer.OrdinalIgnoreCase);
        _namesBySpan = _names.GetAlternateLookup<ReadOnlySpan<char>>();

        var slotOf = names.Select((name, slot) => (name, slot)).ToDictionary(pair => pair.name, pair => pair.slot, StringComparer.Ordinal);
        foreach (var conditions in routed.SelectMany(handler => handler.Route).Where(condition => condition.Value is not null).GroupBy(condition => condition.Property))
        {
            var values = conditions.Select(condition => condition.Value!).Distinct(StringComparer.Ordinal).ToArray();
            var slot = _slots[slotOf[conditions.Key]];
            slot.Literals = values.Select((value, index) => (value, index)).ToFrozenDictionary(pair => pair.value, pair => pair.index + 1, StringComparer.Ordinal);
            slot.LongestLiteral = values.Max(value => value.Length);
        }

        _entries = [.. routed.Select(handler => new Entry(
            build(handler, [.. handler.Route.Select(condition => slotOf[condition.Property])]),
            [.. handler.Route.Select(condition => new Condition(
                slotOf[condition.Property],
                condition.Value is { } value ? _slots[slotOf[condition.Property]].Literals[value] : 0))]))];
        _withoutLiteral = IndexCandidates();
    }

    /// <summary>How many properties a message's <see cref="PropertyValue"/>s have room for.</summary>
    public int SlotCount => _slots.Length;

    /// <summary>
    /// Reads the whole message; notes the properties that routes name.
    /// </summary>
    /// <param name="json">The message.</param>
    /// <param name="values">As many as <see cref="SlotCount"/>, cleared.</param>
    /// <param name="misspelled">The name that differs from a route's only in case, and that name; null where all is well.</param>
    /// <exception cref="JsonException">The message is not one JSON document, or nested too deeply.</exception>
    public void Read(ReadOnlySpan<byte> json, Span<PropertyValue> values, out (string Written, string Expected)? misspelled)
    {
        misspelled = null;
        var reader = new Utf8JsonReader(json, ReaderOptions);
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var slot = FindSlot(ref reader, ref misspelled);
                reader.Read();
                var type = reader.TokenType;
                var start = (int)reader.TokenStartIndex;
                var literal = slot >= 0 ? FindLiteral(ref reader, _slots[slot]) : 0;
                var present = type is not JsonTokenType.Null && !(type is JsonTokenType.String && reader.ValueSpan.IsEmpty);
                reader.Skip();
                if (slot >= 0) values[slot] = new(type, start, (int)reader.BytesConsumed - start, literal, present); // the last one counts
            }
        }
        else
        {
            reader.Skip();
        }

        reader.Read(); // refuses anything behind the document
    }

    /// <summary>Finds the handler of the first route, by precedence, whose conditions are all met.</summary>
    public bool TryFind(ReadOnlySpan<PropertyValue> values, [NotNullWhen(true)] out RoutedHandler? handler)
    {
        var best = FirstMatch(_withoutLiteral, values, _entries.Length);
        for (var slot = 0; slot < values.Length; slot++)
        {
            if (values[slot].Literal is > 0 and var literal) best = FirstMatch(_slots[slot].Candidates[literal], values, best);
        }

        handler = best < _entries.Length ? _entries[best].Handler : null;
        return handler is not null;
    }

    private int FirstMatch(int[] candidates, ReadOnlySpan<PropertyValue> values, int best)
    {
        foreach (var candidate in candidates)
        {
            if (candidate >= best) break;
            if (Matches(_entries[candidate].Conditions, values)) return candidate;
        }

        return best;
    }

    private static bool Matches(Condition[] conditions, ReadOnlySpan<PropertyValue> values)
    {
        foreach (var (slot, literal) in conditions)
        {
            ref readonly var value = ref values[slot];
            if (literal == 0 ? !value.IsPresent : value.Literal != literal) return false;
        }

        return true;
    }

    /// <summary>Puts each route under that of its literals which fewest routes share; answers those without any.</summary>
    private int[] IndexCandidates()
    {
        var shared = _entries.SelectMany(entry => entry.Conditions).Where(condition => condition.Literal > 0).CountBy(condition => condition).ToDictionary();
        var under = _entries.Select((entry, rank) => (rank, condition: entry.Conditions.Where(condition => condition.Literal > 0)
            .OrderBy(condition => shared[condition]).ThenBy(condition => condition.Slot).FirstOrDefault(new Condition(-1, 0)))).ToLookup(pair => pair.condition, pair => pair.rank);
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            _slots[slot].Candidates = [.. Enumerable.Range(0, _slots[slot].Literals.Count + 1).Select(literal => under[new(slot, literal)].ToArray())];
        }

        return [.. under[new(-1, 0)]];
    }

    private int FindSlot(ref Utf8JsonReader reader, ref (string, string)? misspelled)
    {
        // UTF-16 is never longer than UTF-8 or an escape, and a name that equals another but for case is as long in UTF-16.
        var bytes = reader.ValueSpan.Length;
        if (bytes > _longestName * 6) return -1;

        Span<char> buffer = bytes <= 256 ? stackalloc char[256] : new char[bytes];
        if (!TryCopy(ref reader, buffer, out var length)) return -1;

        ReadOnlySpan<char> name = buffer[..length];
        if (!_namesBySpan.TryGetValue(name, out var group)) return -1;

        for (var i = 0; i < group.Spellings.Length; i++)
        {
            if (name.SequenceEqual(group.Spellings[i])) return group.Slots[i];
        }

        misspelled ??= (name.ToString(), group.Spellings[0]);
        return -1;
    }

    private static int FindLiteral(ref Utf8JsonReader reader, Slot slot)
    {
        var bytes = reader.ValueSpan.Length;
        if (slot.Literals.Count == 0 || bytes > slot.LongestLiteral * 6) return 0;

        Span<char> buffer = bytes <= 256 ? stackalloc char[256] : new char[bytes];
        int length;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                if (!TryCopy(ref reader, buffer, out length)) return 0;
                break;

            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                length = Encoding.ASCII.GetChars(reader.ValueSpan, buffer);
                break;

            default:
                return 0;
        }

        return slot.Literals.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(buffer[..length], out var literal) ? literal : 0;
    }

    private static bool TryCopy(ref Utf8JsonReader reader, scoped Span<char> buffer, out int length)
    {
        try
        {
            length = reader.CopyString(buffer);
            return true;
        }
        catch (InvalidOperationException) // an escaped half of a surrogate pair: equal to no name and no value
        {
            length = 0;
            return false;
        }
    }

    private static void RefuseConflicts(HandlerDescriptor[] routed)
    {
        var taken = new Dictionary<string, HandlerDescriptor>(StringComparer.Ordinal);
        foreach (var handler in routed)
        {
            var key = string.Join('/', handler.Route.Select(condition => $"{condition.Property}\0{condition.Value}").Order(StringComparer.Ordinal));
            if (!taken.TryAdd(key, handler))
            {
                throw new InvalidOperationException(
                    $"{taken[key].Name} and {handler.Name} take the same route \"{handler.RouteText}\". Change one of them, or remove it.");
            }
        }
    }
}

/// <summary>A top-level property of a message, where it stands.</summary>
/// <param name="Type">The token that the value begins with; <see cref="JsonTokenType.None"/> when the property is missing.</param>
/// <param name="Start">Where the value begins, in bytes.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="Literal">Which of the values that routes name it has; 0 for none.</param>
/// <param name="IsPresent">Whether it is neither missing nor null nor empty.</param>
internal readonly record struct PropertyValue(JsonTokenType Type, int Start, int Length, int Literal, bool IsPresent);
