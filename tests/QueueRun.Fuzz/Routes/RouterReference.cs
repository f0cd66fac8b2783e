using System.Text.Json;
using QueueRun.Routing;

namespace QueueRun.Fuzz.Routes;

/// <summary>What a router says about a message.</summary>
/// <param name="IsJson">Whether it is one JSON document.</param>
/// <param name="Route">The route that takes it.</param>
/// <param name="Misspelled">The first name that is a route's but for case.</param>
/// <param name="Values">The values of the properties that the route names, as they stand there.</param>
internal sealed record Routed(bool IsJson, string? Route, string? Misspelled, string Values);

/// <summary>A walk through the list of routes, over System.Text.Json's own document.</summary>
internal sealed class RouterReference(RouteCondition[][] routes)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    private readonly string[] _names = [.. routes.SelectMany(route => route).Select(condition => condition.Property).Distinct()];

    // Those that win come first.
    private readonly RouteCondition[][] _routes = [.. routes
        .OrderByDescending(route => route.Count(condition => condition.Value is not null))
        .ThenByDescending(route => route.Length)
        .ThenBy(RouterTarget.RouteText, StringComparer.Ordinal)];

    public Routed Read(ReadOnlyMemory<byte> json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Options);
        }
        catch (JsonException)
        {
            return new(false, null, null, "");
        }

        using (document)
        {
            var last = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            string? misspelled = null;
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    if (Text(() => property.Name) is not { } name) continue;
                    last[name] = property.Value;
                    if (!_names.Contains(name) && _names.Contains(name, StringComparer.OrdinalIgnoreCase)) misspelled ??= name;
                }
            }

            var found = Array.Find(_routes, route => Array.TrueForAll(route, Meets));
            return new(
                true, found is null ? null : RouterTarget.RouteText(found), misspelled,
                found is null ? "" : string.Join('|', found.Select(condition => last[condition.Property].GetRawText())));

            bool Meets(RouteCondition condition)
            {
                if (!last.TryGetValue(condition.Property, out var value)) return false;
                if (condition.Value is null) return value.ValueKind is not JsonValueKind.Null && value.GetRawText() != "\"\"";
                return value.ValueKind switch
                {
                    JsonValueKind.String => Text(value.GetString) == condition.Value,
                    JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText() == condition.Value,
                    _ => false,
                };
            }
        }
    }

    /// <summary>Null for an escaped half of a surrogate pair, which is no text.</summary>
    private static string? Text(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
