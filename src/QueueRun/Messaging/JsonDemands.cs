using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>
/// The demands of a type on its JSON beyond those of the serializer: they prevent failures that would occur only when the method uses the
/// value or sends it back. Computed once per type; most types have none, and most of the others can be checked without reading the JSON.
/// </summary>
internal sealed class JsonDemands
{
    private readonly JsonTypeInfo _contract;
    private bool _hasFloats;    // too large a number becomes infinity, which JSON cannot express
    private bool _hasRaw;       // JSON that is kept unchanged: half of a surrogate pair in it is not valid text
    private bool _hasNodes;     // objects without repeated names, which are found only late
    private readonly bool _minds; // unknown properties are refused or collected

    public JsonDemands(JsonTypeInfo contract)
    {
        _contract = contract;
        Look(contract, []);
        _minds = Candidates(contract).Any(MindsUnknown);
    }

    /// <summary>Whether a type refuses or collects unknown properties.</summary>
    public static bool MindsUnknown(JsonTypeInfo type)
        => type.Kind == JsonTypeInfoKind.Object && ((type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow
            || type.Properties.Any(property => property.IsExtensionData));

    /// <summary>The JSON in a form that the type can be read from and that meets its demands; mostly unchanged.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="passed">The names that the protocol reads besides its own; null if the JSON is not a client's message.</param>
    /// <exception cref="JsonException">The JSON does not fit.</exception>
    public ReadOnlyMemory<byte> Settle(ReadOnlyMemory<byte> json, string[]? passed)
    {
        if (!(_minds && passed is not null) && !_hasNodes
            && !(_hasRaw && !JsonText.IsUnicode(json.Span))
            && !(_hasFloats && JsonText.MayOverflow(json.Span))) return json;

        var walk = new JsonWalk(json.Span, _minds ? passed : null, _contract.Options);
        try
        {
            if (walk.FindMisfit(_contract) is var (path, expected)) throw new JsonMisfitException(path, expected);
            return walk.Kept(json);
        }
        catch (JsonException malformed) when (malformed is not JsonMisfitException) // the serializer reports it
        {
            return json;
        }
    }

    /// <summary>The place of an error for which the serializer names none; null if no demand is violated.</summary>
    public JsonMisfitException? FindMisfit(ReadOnlySpan<byte> json)
        => new JsonWalk(json, null, _contract.Options).FindMisfit(_contract) is var (path, expected) ? new(path, expected) : null;

    /// <summary>How JSON of a type is kept until it is used.</summary>
    public static JsonKeeping KeepingOf(Type type)
        => Nullable.GetUnderlyingType(type) is { } underlying ? KeepingOf(underlying)
            : typeof(JsonNode).IsAssignableFrom(type) ? JsonKeeping.AsNodes
            : type == typeof(JsonElement) || type == typeof(JsonDocument) || type == typeof(object) ? JsonKeeping.AsText
            : JsonKeeping.AsValue;

    private void Look(JsonTypeInfo type, HashSet<Type> seen)
    {
        if (!seen.Add(type.Type)) return;

        _hasFloats |= type.Type == typeof(double) || type.Type == typeof(float) || type.Type == typeof(Half);
        _hasRaw |= KeepingOf(type.Type) != JsonKeeping.AsValue;
        _hasNodes |= KeepingOf(type.Type) == JsonKeeping.AsNodes;
        foreach (var inside in Inside(type))
        {
            if (type.Options.TryGetTypeInfo(inside, out var info)) Look(info, seen);
        }
    }

    private static IEnumerable<Type> Inside(JsonTypeInfo type)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { } underlying) return [underlying];
        IEnumerable<Type?> inside = [type.ElementType, .. type.PolymorphismOptions?.DerivedTypes.Select(derived => derived.DerivedType) ?? []];
        return (type.Kind == JsonTypeInfoKind.Object ? inside.Concat(type.Properties.Select(property => property.PropertyType)) : inside).OfType<Type>();
    }

    /// <summary>The types that a JSON object may be read as.</summary>
    private static IEnumerable<JsonTypeInfo> Candidates(JsonTypeInfo type)
        => Nullable.GetUnderlyingType(type.Type) is { } underlying ? [type.Options.GetTypeInfo(underlying)]
            : type.PolymorphismOptions?.DerivedTypes.Select(derived => type.Options.GetTypeInfo(derived.DerivedType)).Prepend(type) ?? [type];
}
