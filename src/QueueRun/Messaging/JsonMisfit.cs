using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>Describes where JSON does not fit its type, and the expected value, without names of .NET types.</summary>
internal static class JsonMisfit
{
    /// <summary>The text for the client: <c>$.numbers[0]: expected a number</c>.</summary>
    /// <param name="json">The JSON that was read.</param>
    /// <param name="misfit">The reader's exception; null if the reader returned no value.</param>
    /// <param name="root">The type that the JSON was read as.</param>
    /// <param name="prefix">The path of the JSON in the message: <c>$</c>, or <c>$.name</c> for a property.</param>
    public static string Describe(ReadOnlyMemory<byte> json, JsonException? misfit, JsonTypeInfo root, string prefix = "$")
    {
        // A converter may name any path.
        var path = misfit?.Path is ['$', ..] known ? known : "$";
        if (misfit is JsonMisfitException told) return $"{prefix}{path[1..]}: expected {told.Expected}";

        try
        {
            return DescribeAt(json, path, root, prefix);
        }
        catch (InvalidOperationException) // an escaped half of a surrogate pair, which a string cannot contain
        {
            return $"{prefix}: expected {JsonExpectation.Unicode}";
        }
    }

    private static string DescribeAt(ReadOnlyMemory<byte> json, string path, JsonTypeInfo root, string prefix)
    {
        JsonElement? value = Parse(json.Span);
        var type = TypeInfo(root, root.Type);
        var at = prefix;
        foreach (var segment in JsonPath.Segments(path))
        {
            if (type is not null && Resolve(type, value, out var isUnknown) is { } resolved)
            {
                if (isUnknown) return $"{at}: expected {JsonHierarchy.Expected(type)}";
                if (segment.Index < 0 && segment.Name == JsonHierarchy.Property(type)) return $"{at}{JsonPath.Segment(segment.Name)}: expected only one property of this name";
                type = resolved;
            }

            value = Step(value, segment);
            type = Step(type, segment, out var unknown);
            at += segment.Index < 0 ? JsonPath.Segment(segment.Name) : JsonPath.Segment(segment.Index);
            if (unknown) return $"{at}: expected no property of this name";
        }

        if (type is not null && value is { ValueKind: JsonValueKind.Object })
        {
            var resolved = Resolve(type, value, out var isUnknown);
            if (isUnknown) return $"{at}: expected {JsonHierarchy.Expected(type)}";
            type = resolved;
            if (type.Kind == JsonTypeInfoKind.Object && FindMissing(type, value.Value) is { } missing)
                return $"{at}{JsonPath.Segment(missing.Name)}: expected {JsonExpectation.Of(TypeInfo(type, missing.PropertyType), isNumber: false)}";
        }

        if (value is { ValueKind: JsonValueKind.String }) _ = value.Value.GetString(); // throws if it is not valid text
        return $"{at}: expected {JsonExpectation.Of(type, value is { ValueKind: JsonValueKind.Number })}";
    }

    private static JsonTypeInfo Resolve(JsonTypeInfo type, JsonElement? value, out bool isUnknown)
    {
        isUnknown = false;
        if (value is not { ValueKind: JsonValueKind.Object } || JsonHierarchy.Property(type) is not { } property) return type;
        return JsonHierarchy.Resolve(type, value.Value.TryGetProperty(property, out var discriminator) ? discriminator : null, out isUnknown);
    }

    private static JsonPropertyInfo? FindMissing(JsonTypeInfo type, JsonElement value)
    {
        var ignoreCase = type.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return type.Properties.FirstOrDefault(property => property.IsRequired
            && !value.EnumerateObject().Any(written => written.Name.Equals(property.Name, ignoreCase)));
    }

    private static JsonElement? Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MessageReading.MaxDepth });
        return JsonElement.TryParseValue(ref reader, out var value) ? value : null;
    }

    private static JsonElement? Step(JsonElement? value, (string Name, int Index) segment) => value switch
    {
        { ValueKind: JsonValueKind.Object } when segment.Index < 0 && value.Value.TryGetProperty(segment.Name, out var member) => member,
        { ValueKind: JsonValueKind.Array } when segment.Index >= 0 && segment.Index < value.Value.GetArrayLength() => value.Value[segment.Index],
        _ => null,
    };

    private static JsonTypeInfo? Step(JsonTypeInfo? type, (string Name, int Index) segment, out bool unknown)
    {
        unknown = false;
        if (type is { Kind: JsonTypeInfoKind.Object })
        {
            var ignoreCase = type.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            var property = type.Properties.FirstOrDefault(property => property.Name.Equals(segment.Name, ignoreCase));
            unknown = property is null;
            return property is null ? null : TypeInfo(type, property.PropertyType);
        }

        return type?.ElementType is { } element ? TypeInfo(type, element) : null;
    }

    /// <summary>The contract of a type; for a nullable type, that of its underlying type, whose values are in the JSON.</summary>
    public static JsonTypeInfo? TypeInfo(JsonTypeInfo from, Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying && from.Options.TryGetTypeInfo(underlying, out var value)) return value;
        return type == from.Type ? from : from.Options.TryGetTypeInfo(type, out var info) ? info : null;
    }
}
