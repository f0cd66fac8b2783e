using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The schemas of single values.</summary>
internal static class SchemaValues
{
    public static Schema Of(JsonValueType value, JsonUse use, JsonNumberHandling? numbers)
    {
        // Without ReadFromStrings, numbers are written as strings and not read from them.
        var readsNumbers = use == JsonUse.Received && !Has(numbers, JsonNumberHandling.ReadFromStrings);
        return Of(value, readsNumbers ? numbers & ~JsonNumberHandling.WrittenAsStrings : numbers);
    }

    private static Schema Of(JsonValueType value, JsonNumberHandling? numbers) => value switch
    {
        JsonValueType.Boolean => Schema.Of("boolean"),
        >= JsonValueType.Int8 and <= JsonValueType.UInt128 => Number("integer", Format(value), numbers),
        >= JsonValueType.Float16 and <= JsonValueType.Float64 => Float(Format(value), numbers),
        JsonValueType.Decimal => Number("number", Format(value), numbers),
        JsonValueType.Character => Schema.Of("string").With("minLength", "1").With("maxLength", "1"),
        JsonValueType.String => Schema.Of("string"),
        JsonValueType.Uri => Schema.Of("string", "iri-reference"),
        JsonValueType.Version => Schema.Of("string", "version"),
        JsonValueType.Guid => Schema.Of("string", "uuid"),
        // The offset may be missing.
        JsonValueType.DateTime => Schema.Of("string", "iso-date-time"),
        JsonValueType.DateTimeOffset => Schema.Of("string", "date-time"),
        JsonValueType.Date => Schema.Of("string", "date"),
        JsonValueType.Time => Schema.Of("string", "iso-time"),
        JsonValueType.Duration => Schema.Of("string", "timespan"),
        JsonValueType.Bytes or JsonValueType.MemoryBytes or JsonValueType.ReadOnlyMemoryBytes => Bytes,
        JsonValueType.NodeObject => Schema.Of("object"),
        JsonValueType.NodeArray => Schema.Of("array"),
        _ => Schema.Anything,
    };

    /// <summary>Bytes in base64.</summary>
    public static Schema Bytes { get; } = Schema.Of("string").With("contentEncoding", "\"base64\"");

    private static Schema Float(string format, JsonNumberHandling? numbers)
    {
        var number = Number("number", format, numbers);
        return Has(numbers, JsonNumberHandling.NamedFloats) && !Has(numbers, JsonNumberHandling.WrittenAsStrings)
            ? Schema.AnyOf([number, Schema.Of("string").With("enum", JsonText.Strings(["NaN", "Infinity", "-Infinity"]))])
            : number;
    }

    private static Schema Number(string type, string format, JsonNumberHandling? numbers)
        => Schema.Of(Has(numbers, JsonNumberHandling.WrittenAsStrings) ? "string" : type, format);

    private static bool Has(JsonNumberHandling? numbers, JsonNumberHandling flag) => numbers is { } set && (set & flag) != 0;

    private static string Format(JsonValueType number) => number switch
    {
        JsonValueType.Float32 => "float",
        JsonValueType.Float64 => "double",
        _ => number.ToString().ToLowerInvariant(), // int32, uint8, float16, decimal
    };
}
