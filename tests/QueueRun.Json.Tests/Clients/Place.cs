using System.Text.Json;
using System.Text.Json.Nodes;
using QueueRun.Build;

namespace QueueRun.Json.Tests.Clients;

/// <summary>A place in a JSON value, with what the contract says of it.</summary>
/// <param name="Path">Names and indexes from the root.</param>
/// <param name="Schema">The schema, without references; null if any JSON may stand there.</param>
/// <param name="Value">The JSON that stands there.</param>
/// <param name="Parent">The schema of the object that the place is a member of.</param>
internal sealed record Place(IReadOnlyList<object> Path, JsonObject? Schema, JsonNode? Value, JsonObject? Parent = null)
{
    /// <summary>The name of the member.</summary>
    public string Name => Path is [.., string name] ? name : "";

    /// <summary>Whether null may stand there.</summary>
    public bool IsNullable(Contract contract) => Schema is null || Options(contract, Schema).Any(option => Types(option).Contains("null") || option.Count == 0);

    /// <summary>Whether the schema, or one of its alternatives, has this type.</summary>
    public bool Has(Contract contract, string type) => Schema is not null && Options(contract, Schema).Any(option => Types(option).Contains(type));

    /// <summary>The keyword's value in the schema, or in one of its alternatives.</summary>
    public JsonNode? Keyword(Contract contract, string keyword)
        => Schema is null ? null : Options(contract, Schema).Select(option => option[keyword]).FirstOrDefault(found => found is not null);

    /// <summary>All places of a value.</summary>
    public static IEnumerable<Place> Of(Contract contract, JsonNode? schema, JsonNode? value) => Walk(contract, new([], Resolved(contract, schema), value));

    /// <summary>A copy of a value with another value at a place.</summary>
    public static JsonNode? With(JsonNode? root, IReadOnlyList<object> path, Func<JsonNode?, JsonNode?> change)
    {
        if (path.Count == 0) return change(root?.DeepClone());
        var copy = root!.DeepClone();
        var parent = path.SkipLast(1).Aggregate(copy, (node, step) => step is string name ? node[name]! : node[(int)step]!);
        if (path[^1] is string last) parent[last] = change(parent[last]?.DeepClone());
        else parent[(int)path[^1]] = change(parent[(int)path[^1]]?.DeepClone());
        return copy;
    }

    private static IEnumerable<Place> Walk(Contract contract, Place place)
    {
        yield return place;
        var option = place.Schema is null ? null : Options(contract, place.Schema).FirstOrDefault(option => Fits(contract, option, place.Value));
        if (place.Value is JsonArray items)
        {
            foreach (var (i, item) in items.Index())
            {
                foreach (var inner in Walk(contract, new([.. place.Path, i], Resolved(contract, option?["items"]), item))) yield return inner;
            }
        }
        else if (place.Value is JsonObject members)
        {
            var known = option is null ? [] : Members(contract, option, members);
            foreach (var (name, member) in members)
            {
                var schema = known.TryGetValue(name, out var own) ? own : option?["additionalProperties"] as JsonObject;
                foreach (var inner in Walk(contract, new([.. place.Path, name], Resolved(contract, schema), member, option))) yield return inner;
            }
        }
    }

    /// <summary>The schema itself, or its alternatives.</summary>
    private static IEnumerable<JsonObject> Options(Contract contract, JsonObject schema)
        => schema["anyOf"] is JsonArray options && schema["properties"] is null && schema["allOf"] is null
            ? options.Select(option => Resolved(contract, option)).OfType<JsonObject>().SelectMany(option => Options(contract, option)) : [schema];

    private static bool Fits(Contract contract, JsonObject schema, JsonNode? value)
    {
        var types = Types(schema);
        if (types.Length > 0 && !types.Any(type => IsOf(type, value))) return false;
        return value is not JsonObject members || Members(contract, schema, members).All(member => member.Value?["const"] is not { } constant || JsonNode.DeepEquals(constant, members[member.Key]));
    }

    private static bool IsOf(string type, JsonNode? value) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.Array => type == "array",
        JsonValueKind.Object => type == "object",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type is "number" or "integer",
        _ => type == "boolean",
    };

    /// <summary>The members that an object's schema names, those of its parts too.</summary>
    public static Dictionary<string, JsonObject?> Members(Contract contract, JsonObject schema, JsonObject? value, int depth = 0)
    {
        var members = new Dictionary<string, JsonObject?>(StringComparer.Ordinal);
        foreach (var (name, member) in schema["properties"] as JsonObject ?? []) members[name] = Resolved(contract, member);
        if (depth > 5) return members;
        foreach (var part in (schema["allOf"] as JsonArray ?? []).Select(part => Resolved(contract, part)).OfType<JsonObject>())
        {
            foreach (var (name, member) in Options(contract, part).SelectMany(option => Members(contract, option, value, depth + 1))) members.TryAdd(name, member);
        }
        return members;
    }

    private static string[] Types(JsonObject schema)
        => schema["type"] switch { JsonArray several => [.. several.Select(type => type!.GetValue<string>())], JsonValue one => [one.GetValue<string>()], _ => [] };

    private static JsonObject? Resolved(Contract contract, JsonNode? schema) => contract.Resolve(schema) as JsonObject;
}
