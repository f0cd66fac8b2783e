using System.Text.Json;

namespace QueueRun.Routing;

/// <summary>
/// All routes of a program, by precedence. Finds a message's handler, and names that would lead to another one if their case were ignored.
/// </summary>
internal sealed class RouteTable
{
    private readonly RoutedHandler[] _handlers;
    private readonly RouteMatcher _exact;
    private readonly int _reference;

    // Built for the first message with a name that a route spells in another case.
    private readonly Lazy<CaselessRoutes> _caseless;

    /// <summary>Orders the routes by precedence.</summary>
    /// <param name="handlers">All handlers. Of handlers without conditions, only the properties that may be missing are used.</param>
    /// <param name="build">Makes a handler from its descriptor and its <see cref="SlotsOf"/>.</param>
    /// <exception cref="InvalidOperationException">Two handlers take the same route.</exception>
    public RouteTable(IEnumerable<HandlerDescriptor> handlers, Func<HandlerDescriptor, int[], RoutedHandler> build)
    {
        HandlerDescriptor[] all = [.. handlers];
        HandlerDescriptor[] routed = [.. all.Where(handler => handler.Route.Length > 0)
            .OrderByDescending(handler => handler.Route.Count(condition => condition.Value is not null))
            .ThenByDescending(handler => handler.Route.Length)
            .ThenBy(handler => handler.RouteText, StringComparer.Ordinal)];
        RefuseConflicts(routed);

        RouteCondition[][] routes = [.. routed.Select(handler => handler.Route)];
        string[] optional = [.. all.SelectMany(handler => handler.OptionalProperties)];
        _exact = new(routes, optional.Append(MessageReference.Name), ignoresCase: false);
        _reference = _exact.SlotOf(MessageReference.Name);
        _caseless = new(() => new(routes, optional));
        _handlers = [.. routed.Select(handler => build(handler, SlotsOf(handler)))];
    }

    /// <summary>The handlers with routes, by precedence.</summary>
    public IReadOnlyList<RoutedHandler> Handlers => _handlers;

    /// <summary>The slots of the properties of a handler's route: those of its conditions, then those that may be missing.</summary>
    public int[] SlotsOf(HandlerDescriptor handler)
        => [.. handler.Route.Select(condition => _exact.SlotOf(condition.Property)), .. handler.OptionalProperties.Select(_exact.SlotOf)];

    /// <summary>A property of a message. Some route must name it.</summary>
    public PropertyValue Find(string property, MessageProperties properties) => properties.Get(_exact.SlotOf(property));

    /// <summary>The value of a message's <c>"#"</c>; of type <see cref="JsonTokenType.None"/> if it has none.</summary>
    public PropertyValue Reference(MessageProperties properties) => properties.Get(_reference);

    /// <summary>For each condition of a handler's route, whether it is met.</summary>
    public IEnumerable<bool> Met(RoutedHandler handler, MessageProperties properties)
        => handler.Descriptor.Route.Select((condition, i) => _exact.IsMet(condition, properties.Get(handler.Slots[i])));

    /// <summary>Reads the whole message, and stores the properties that routes name.</summary>
    /// <param name="json">The message.</param>
    /// <param name="properties">Receives the properties.</param>
    /// <exception cref="JsonException">The message is not one JSON document, or is nested too deeply.</exception>
    public void Read(ReadOnlySpan<byte> json, MessageProperties properties) => _exact.Read(json, properties);

    /// <summary>
    /// The handler of the first route, by precedence, whose conditions are all met; otherwise <paramref name="otherwise"/>.
    /// </summary>
    /// <param name="json">The message that was read.</param>
    /// <param name="properties">The properties that were read from it.</param>
    /// <param name="otherwise">The handler of messages that no route takes; null if there is none.</param>
    /// <param name="misspelled">
    /// A name, as the message and as a route spells it, if the message would have another handler, or the handler's route another value, if
    /// case were ignored; otherwise null.
    /// </param>
    public RoutedHandler? Find(
        ReadOnlySpan<byte> json, MessageProperties properties, RoutedHandler? otherwise, out (string Written, string Expected)? misspelled)
    {
        var found = _exact.Find(properties);
        var handler = found == RouteTree.None ? otherwise : _handlers[found];
        misspelled = properties.HasSimilarName ? _caseless.Value.FindMisspelled(json, properties, found, handler) : null;
        return handler;
    }

    /// <summary>A key that is equal for routes with the same conditions.</summary>
    public static string KeyOf(IEnumerable<RouteCondition> route)
    {
        return string.Join('/', route.Select(Key).Order(StringComparer.Ordinal));

        // Being present and having the empty value are two conditions.
        static string Key(RouteCondition condition) => condition.Value is null ? condition.Property : $"{condition.Property}\0{condition.Value}";
    }

    private static void RefuseConflicts(HandlerDescriptor[] routed)
    {
        var taken = new Dictionary<string, HandlerDescriptor>(StringComparer.Ordinal);
        foreach (var handler in routed)
        {
            var key = KeyOf(handler.Route);
            if (!taken.TryAdd(key, handler))
            {
                throw new InvalidOperationException(
                    $"{taken[key].Name} and {handler.Name} take the same route \"{handler.RouteText}\". Change one of them, or remove it.");
            }
        }
    }
}
