using System.Text.Json;
using QueueRun.Routing;

namespace QueueRun.Fuzz.Routes;

/// <summary>A router's result for a message.</summary>
/// <param name="IsJson">Whether it is one JSON document.</param>
/// <param name="Route">The route that takes it.</param>
/// <param name="Misspelled">The first name that would lead to another route if case were ignored.</param>
/// <param name="Values">The values of the properties in the route, as they are in the message.</param>
internal sealed record Routed(bool IsJson, string? Route, string? Misspelled, string Values);

/// <summary>A walk through the list of routes, over System.Text.Json's own document.</summary>
internal sealed class RouterReference(RouteCondition[][] routes)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    // The routes that win come first.
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
            List<(string Name, JsonElement Value)> properties = [];
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    if (Text(() => property.Name) is { } name) properties.Add((name, property.Value));
                }
            }

            var found = Find(properties, StringComparer.Ordinal);
            return new(
                true, found is null ? null : RouterTarget.RouteText(found), FindMisspelled(properties, found),
                found is null ? "" : string.Join('|', found.Select(condition => Last(properties, condition.Property, StringComparer.Ordinal)!.Value.GetRawText())));
        }
    }

    private RouteCondition[]? Find(List<(string Name, JsonElement Value)> properties, StringComparer names)
        => Array.Find(_routes, route => Array.TrueForAll(route, condition => Last(properties, condition.Property, names) is { } value && Meets(value, condition.Value)));

    private string? FindMisspelled(List<(string Name, JsonElement Value)> properties, RouteCondition[]? found)
    {
        var other = Find(properties, StringComparer.OrdinalIgnoreCase);
        List<RouteCondition> told = [];
        if (!AreSame(found, other)) told.AddRange([.. other ?? [], .. found ?? []]);
        else if (found is not null && Array.Find(found, HasTwoValues) is { Property: not null } two) told.Add(two);

        foreach (var (name, _) in properties)
        {
            if (told.Exists(condition => name != condition.Property && name.Equals(condition.Property, StringComparison.OrdinalIgnoreCase))) return name;
        }

        return told.Count == 0 ? null : throw new DifferenceException("There are two readings, and no name is to blame.");

        bool HasTwoValues(RouteCondition condition) => condition.Value is null
            && Last(properties, condition.Property, StringComparer.Ordinal)!.Value.GetRawText() != Last(properties, condition.Property, StringComparer.OrdinalIgnoreCase)!.Value.GetRawText();
    }

    private static bool AreSame(RouteCondition[]? one, RouteCondition[]? other)
    {
        return one is null || other is null ? one == other : Folded(one).SequenceEqual(Folded(other));

        // This makes names equal that differ only in case, as some of the programs here do.
        static IEnumerable<string> Folded(RouteCondition[] route)
            => route.Select(condition => $"{condition.Property.ToUpperInvariant()}{(condition.Value is null ? "" : "=" + condition.Value)}").Order(StringComparer.Ordinal);
    }

    private static JsonElement? Last(List<(string Name, JsonElement Value)> properties, string name, StringComparer names)
        => properties.FindLastIndex(property => names.Equals(property.Name, name)) is >= 0 and var at ? properties[at].Value : null;

    private static bool Meets(JsonElement value, string? expected) => expected is null
        ? value.ValueKind is not JsonValueKind.Null && value.GetRawText() != "\"\""
        : value.ValueKind switch
        {
            JsonValueKind.String => Text(value.GetString) == expected,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText() == expected,
            _ => false,
        };

    /// <summary>Null for an escaped half of a surrogate pair, which is not valid text.</summary>
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
