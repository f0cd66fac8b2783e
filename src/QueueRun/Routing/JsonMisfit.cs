using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Routing;

/// <summary>Says of JSON that does not fit its type where, and what was expected, in words that name no .NET type.</summary>
internal static class JsonMisfit
{
    /// <summary>The text for the client: <c>$.numbers[0]: expected a number</c>.</summary>
    /// <param name="json">The JSON that was read.</param>
    /// <param name="path">Where the reader gave up, below the root; null where it does not say.</param>
    /// <param name="root">What the JSON was read as.</param>
    /// <param name="prefix">Where the JSON stands in the message: <c>$</c>, or <c>$.name</c> for a property.</param>
    public static string Describe(ReadOnlyMemory<byte> json, string? path, JsonTypeInfo root, string prefix = "$")
    {
        try
        {
            return DescribeAt(json, path ?? "$", root, prefix);
        }
        catch (InvalidOperationException) // an escaped half of a surrogate pair, which no string can hold
        {
            return $"{prefix}: expected text that is valid Unicode";
        }
    }

    private static string DescribeAt(ReadOnlyMemory<byte> json, string path, JsonTypeInfo root, string prefix)
    {
        JsonElement? value = Parse(json.Span);
        JsonTypeInfo? type = root;
        foreach (var segment in Segments(path))
        {
            value = Step(value, segment);
            type = Step(type, segment, out var unknown);
            if (unknown) return $"{prefix}{path[1..]}: expected no property of this name";
        }

        if (type is { Kind: JsonTypeInfoKind.Object } && value is { ValueKind: JsonValueKind.Object } && FindMissing(type, value.Value) is { } missing)
            return $"{prefix}{path[1..]}.{missing.Name}: expected {Expected(TypeInfo(type, missing.PropertyType), null)}";

        return $"{prefix}{path[1..]}: expected {Expected(type, value)}";
    }

    /// <summary>What a value of this type is called.</summary>
    private static string Expected(JsonTypeInfo? info, JsonElement? actual)
    {
        switch (info?.Kind)
        {
            case null: return "another value";
            case JsonTypeInfoKind.Enumerable: return "an array";
            case JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary: return "an object";
        }

        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        if (type.IsEnum) return "a known value";
        if (actual is { ValueKind: JsonValueKind.Number } && WholeNumbers(type) is { } range) return range;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.String => "a string",
            TypeCode.Char => "a string of one character",
            TypeCode.DateTime => "a date and time",
            >= TypeCode.SByte and <= TypeCode.Decimal => "a number",
            _ when type == typeof(DateTimeOffset) => "a date and time",
            _ when type == typeof(DateOnly) => "a date",
            _ when type == typeof(TimeOnly) => "a time",
            _ when type == typeof(TimeSpan) => "a duration",
            _ when type == typeof(Guid) => "a UUID",
            _ when type == typeof(Uri) => "a URI",
            _ when type == typeof(Version) => "a version",
            _ when type == typeof(Int128) || type == typeof(UInt128) || type == typeof(Half) => "a number",
            _ when type == typeof(byte[]) || type == typeof(Memory<byte>) || type == typeof(ReadOnlyMemory<byte>) => "a string in base64",
            _ when type == typeof(JsonObject) => "an object",
            _ when type == typeof(JsonArray) => "an array",
            _ => "another value",
        };
    }

    private static string? WholeNumbers(Type type)
    {
        return Type.GetTypeCode(type) switch
        {
            TypeCode.SByte => Range(sbyte.MinValue, sbyte.MaxValue),
            TypeCode.Byte => Range(byte.MinValue, byte.MaxValue),
            TypeCode.Int16 => Range(short.MinValue, short.MaxValue),
            TypeCode.UInt16 => Range(ushort.MinValue, ushort.MaxValue),
            TypeCode.Int32 => Range(int.MinValue, int.MaxValue),
            TypeCode.UInt32 => Range(uint.MinValue, uint.MaxValue),
            TypeCode.Int64 => Range(long.MinValue, long.MaxValue),
            TypeCode.UInt64 => Range(ulong.MinValue, ulong.MaxValue),
            _ => null,
        };

        static string Range<T>(T from, T to) => string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}");
    }

    private static JsonPropertyInfo? FindMissing(JsonTypeInfo type, JsonElement value)
    {
        var ignoreCase = type.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return type.Properties.FirstOrDefault(property => property.IsRequired
            && !value.EnumerateObject().Any(written => written.Name.Equals(property.Name, ignoreCase)));
    }

    private static JsonElement? Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RouteTable.MaxDepth });
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

    private static JsonTypeInfo? TypeInfo(JsonTypeInfo from, Type type) => from.Options.TryGetTypeInfo(type, out var info) ? info : null;

    /// <summary>The parts of a path as System.Text.Json writes it: <c>$.a.b[0]['odd name']</c>.</summary>
    private static IEnumerable<(string Name, int Index)> Segments(string path)
    {
        var at = 1;
        while (at < path.Length)
        {
            int end;
            if (path[at] == '.')
            {
                end = path.AsSpan(at + 1).IndexOfAny('.', '[') is >= 0 and var length ? at + 1 + length : path.Length;
                yield return (path[(at + 1)..end], -1);
            }
            else if (path.AsSpan(at).StartsWith("['", StringComparison.Ordinal))
            {
                end = path.IndexOf("']", at, StringComparison.Ordinal) is >= 0 and var quote ? quote + 2 : path.Length;
                yield return (path[(at + 2)..Math.Max(at + 2, end - 2)], -1);
            }
            else
            {
                end = path.IndexOf(']', at) is >= 0 and var bracket ? bracket + 1 : path.Length;
                yield return ("", int.TryParse(path.AsSpan(at + 1, Math.Max(0, end - at - 2)), CultureInfo.InvariantCulture, out var index) ? index : 0);
            }

            at = end;
        }
    }
}
