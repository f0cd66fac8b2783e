using System.Text.Json;

namespace QueueRun.Routing;

/// <summary>
/// Describes what is missing in a message that no handler takes. The text contains nothing of the message, only the program's own names, so
/// it may be logged. Every route is compared, so call this only if the text is used.
/// </summary>
internal static class NearestRoute
{
    /// <summary>The maximum number of properties that are named if a message has none of them.</summary>
    private const int MostNamed = 3;

    /// <summary>
    /// The conditions of the nearest route that are met, and those that are not: <c>action=say also needs "text"</c>. The nearest route has
    /// the most conditions met, then the fewest unmet, then the first text in ordinal order. Null if there are no routes.
    /// </summary>
    /// <param name="routes">All routes.</param>
    /// <param name="properties">The properties that were read from the message.</param>
    public static string? Describe(RouteTable routes, MessageProperties properties)
    {
        var nearest = routes.Handlers
            .Select(handler => (Route: handler.Descriptor, Met: routes.Met(handler, properties).ToArray()))
            .OrderByDescending(near => near.Met.Count(met => met)).ThenBy(near => near.Met.Length).ThenBy(near => near.Route.RouteText, StringComparer.Ordinal)
            .FirstOrDefault();
        if (nearest.Route is not { Route: var conditions }) return null;
        if (!nearest.Met.Contains(true)) return DescribeNone(routes, properties);

        var met = conditions.Where((_, i) => nearest.Met[i]).Select(Write);
        var unmet = conditions.Where((_, i) => !nearest.Met[i]).Select(condition => Need(condition, routes.Find(condition.Property, properties)));
        return $"{string.Join('/', met)} also needs {string.Join(" and ", unmet)}";
    }

    private static string Need(RouteCondition condition, PropertyValue actual) => (condition.Value, actual.Type) switch
    {
        (null, JsonTokenType.None) => $"\"{condition.Property}\"",
        (null, _) => $"\"{condition.Property}\" to be neither null nor empty",
        ({ } value, JsonTokenType.None) => $"\"{condition.Property}\", which is \"{value}\"",
        ({ } value, _) => $"another \"{condition.Property}\", which is \"{value}\"",
    };

    /// <summary>
    /// The text if no condition is met. It names the message's property that most routes use, often its kind; if the message has none of
    /// these, the properties that most routes use.
    /// </summary>
    private static string DescribeNone(RouteTable routes, MessageProperties properties)
    {
        var decisive = routes.Handlers.SelectMany(handler => handler.Descriptor.Route).CountBy(condition => condition.Property)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key).ToList();
        return decisive.Find(property => routes.Find(property, properties).Type != JsonTokenType.None) is { } present
            ? $"no route takes this \"{present}\""
            : $"routes ask for {string.Join(" or ", decisive.Take(MostNamed).Select(property => $"\"{property}\""))}{(decisive.Count > MostNamed ? " or others" : "")}";
    }

    private static string Write(RouteCondition condition) => condition.Value is null ? $"[{condition.Property}]" : $"{condition.Property}={condition.Value}";
}
