using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>
/// Finds pairs of routes in one assembly between which only the ordinal order of their texts decides: they have the same properties, the
/// same number of values, and no property with two different values. No pair is reported if a more specific route takes all messages that
/// meet both.
/// </summary>
internal static class RouteOverlaps
{
    public static void Report(IReadOnlyCollection<Handler> handlers, Action<Diagnostic> report)
    {
        // If two routes have values for the same properties, they are equal or exclude each other: most programs end here.
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
        if (!Meet(x, y) || Literals(x.Route) != Literals(y.Route) || Both(x.Route, y.Route) is not { } both) return;
        if (handlers.Any(handler => (handler.Endpoint is null || handler.Endpoint == (x.Endpoint ?? y.Endpoint)) && Literals(handler.Route) > Literals(x.Route) && handler.Route.Conditions.All(condition => IsMet(condition, both)))) return;
        var (first, second) = string.CompareOrdinal(x.Route.Text, y.Route.Text) < 0 ? (x, y) : (y, x);
        report(Diagnostic.Create(Descriptors.RoutesOverlap, second.Attribute.ArgumentLocation(), string.Join("/", both), first.Method.ShortName(), first.Method.ShortName()));
    }

    /// <summary>The conditions of a message that meets both routes, which have the same properties; null if no message does.</summary>
    private static List<RouteCondition>? Both(Route x, Route y)
    {
        List<RouteCondition> both = [];
        foreach (var condition in x.Conditions)
        {
            var other = y.Conditions.First(other => other.Property == condition.Property);
            var (one, two) = condition.Value is null ? (other, condition) : (condition, other);
            // An empty value does not meet a condition of presence.
            if (two.Value is null ? one.Value is { Length: 0 } : one.Value != two.Value) return null;
            both.Add(one);
        }
        return both;
    }

    private static bool IsMet(RouteCondition condition, List<RouteCondition> message)
        => message.Exists(known => known.Property == condition.Property && (condition.Value is null ? known.Value != "" : condition.Value == known.Value));

    /// <summary>Whether any endpoint has both.</summary>
    private static bool Meet(Handler x, Handler y) => x.Endpoint is null || y.Endpoint is null || x.Endpoint == y.Endpoint;

    private static int Literals(Route route) => route.Conditions.Count(condition => condition.Value is not null);

    private static string Key(Route route, bool all)
        => string.Join("/", route.Conditions.Where(condition => all || condition.Value is not null).Select(condition => condition.Property).OrderBy(name => name, StringComparer.Ordinal));
}
