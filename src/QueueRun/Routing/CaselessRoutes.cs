using System.Text.Json;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>
/// The routes, with names compared without case. If a message has another handler that way, or a property of its route another value, the
/// message has two readings: a filter in front of the server may see one, and the handler the other. Such a message is refused. Other names
/// are not checked.
/// </summary>
internal sealed class CaselessRoutes
{
    // Shared by all calls on a thread: the comparison runs without a wait.
    [ThreadStatic]
    private static MessageProperties? _properties;

    private readonly RouteCondition[][] _routes;
    private readonly int[] _number; // the number of each route; routes that differ only in case have the same one
    private readonly int[] _first;  // for each such number, the first route that has it
    private readonly RouteMatcher _matcher;

    /// <param name="routes">The conditions of each route, by precedence.</param>
    /// <param name="optional">The names of properties that are in no condition of a route, and may be missing.</param>
    public CaselessRoutes(RouteCondition[][] routes, string[] optional)
    {
        _routes = routes;
        var nameOf = routes.SelectMany(route => route).Select(condition => condition.Property).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        List<int> first = [];
        _number = new int[routes.Length];
        for (var i = 0; i < routes.Length; i++)
        {
            var key = RouteTable.KeyOf(routes[i].Select(condition => condition with { Property = nameOf[condition.Property] }));
            if (numbers.TryGetValue(key, out _number[i])) continue;
            numbers.Add(key, _number[i] = first.Count);
            first.Add(i);
        }

        _first = [.. first];
        _matcher = new([.. first.Select(i => routes[i])], optional, ignoresCase: true);
    }

    /// <summary>The name that gives a message two readings, as the message and as a route spells it; null if it has one reading.</summary>
    /// <param name="json">The message: one JSON document.</param>
    /// <param name="exact">The properties that were read with exact names.</param>
    /// <param name="found">The route that was found with exact names, or <see cref="RouteTree.None"/>.</param>
    /// <param name="handler">The route's handler, or the handler of messages that no route takes; null if there is none.</param>
    public (string Written, string Expected)? FindMisspelled(ReadOnlySpan<byte> json, MessageProperties exact, int found, RoutedHandler? handler)
    {
        var properties = _properties ??= new();
        try
        {
            _matcher.Read(json, properties);
            var other = _matcher.Find(properties);
            if (other != (found == RouteTree.None ? found : _number[found]))
                return FindMisspelled(json, [.. other == RouteTree.None ? [] : _routes[_first[other]].Select(condition => condition.Property), .. handler?.PropertyNames ?? []]);

            for (var i = 0; i < handler?.PropertyNames.Length; i++)
            {
                // A value that a condition compares is equal in both readings.
                if (i < handler.Descriptor.Route.Length && handler.Descriptor.Route[i].Value is not null) continue;

                var name = handler.PropertyNames[i];
                if (!ValueOf(json, exact.Get(handler.Slots[i])).SequenceEqual(ValueOf(json, properties.Get(_matcher.SlotOf(name))))) return FindMisspelled(json, [name]);
            }

            return null;
        }
        finally
        {
            properties.Clear();
        }
    }

    /// <summary>The first name in a message that differs only in case from an expected name, and the first such expected name.</summary>
    private (string Written, string Expected)? FindMisspelled(ReadOnlySpan<byte> json, string[] expected)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MessageReading.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (_matcher.SimilarSlot(ref reader) is >= 0 and var slot
                && reader.GetString() is { } name
                && Array.Find(expected, other => _matcher.SlotOf(other) == slot && other != name) is { } spelled) return (name, spelled);
            reader.Read();
            reader.Skip();
        }

        return null;
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> json, PropertyValue value) => json.Slice(value.Start, value.Length);
}
