using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>
/// Finds pairs of routes of one assembly where only the ordinal order of their texts decides: they ask for the same properties, for the values of
/// equally many, and for no property for two values. A route that is more specific than both, and takes what both would, decides instead.
/// </summary>
internal static class RouteOverlaps
{
    public static void Report(IReadOnlyCollection<Handler> handlers, Action<Diagnostic> report)
    {
        // Where values are asked for of the same properties, routes are the same or have nothing in common: most programs end here.
        foreach (var group in handlers.Where(handler => handler.Route.Conditions.Length > 1).GroupBy(handler => Key(handler.Route, all: true)))
        {
            var byLiterals = group.GroupBy(handler => Key(handler.Route, all: false), StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal).ToList();
            for (var i = 0; i < byLiterals.Count; i++)
            {
                foreach (var other in byLiterals.Skip(i + 1))
                {
                    foreach (var (x, y) in byLiterals[i].SelectMany(x => other.Select(y => (x, y)))) Report(x, y, handlers, report);
                }
            }
        }
    }

    private static void Report(Handler x, Handler y, IReadOnlyCollection<Handler> handlers, Action<Diagnostic> report)
    {
        if (Literals(x.Route) != Literals(y.Route) || Both(x.Route, y.Route) is not { } both) return;
        if (handlers.Any(handler => Literals(handler.Route) > Literals(x.Route) && handler.Route.Conditions.All(condition => IsMet(condition, both)))) return;
        var (first, second) = string.CompareOrdinal(x.Route.Text, y.Route.Text) < 0 ? (x, y) : (y, x);
        report(Diagnostic.Create(Descriptors.RoutesOverlap, second.Attribute.ArgumentLocation(), string.Join("/", both), first.Method.ShortName(), first.Method.ShortName()));
    }

    /// <summary>What a message has that meets both routes, which ask for the same properties; null where none does.</summary>
    private static List<RouteCondition>? Both(Route x, Route y)
    {
        List<RouteCondition> both = [];
        foreach (var condition in x.Conditions)
        {
            var other = y.Conditions.First(other => other.Property == condition.Property);
            var (one, two) = condition.Value is null ? (other, condition) : (condition, other);
            // An empty value is not there, for a route that only asks for that.
            if (two.Value is null ? one.Value is { Length: 0 } : one.Value != two.Value) return null;
            both.Add(one);
        }
        return both;
    }

    private static bool IsMet(RouteCondition condition, List<RouteCondition> message)
        => message.Exists(known => known.Property == condition.Property && (condition.Value is null ? known.Value != "" : condition.Value == known.Value));

    private static int Literals(Route route) => route.Conditions.Count(condition => condition.Value is not null);

    private static string Key(Route route, bool all)
        => string.Join("/", route.Conditions.Where(condition => all || condition.Value is not null).Select(condition => condition.Property).OrderBy(name => name, StringComparer.Ordinal));
}
