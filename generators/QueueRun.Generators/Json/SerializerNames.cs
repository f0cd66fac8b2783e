using System.Globalization;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Translates the model's terms into the names of System.Text.Json.</summary>
internal static class SerializerNames
{
    private const string Serialization = "global::System.Text.Json.Serialization";

    /// <summary>The property of <c>JsonMetadataServices</c> that converts a value.</summary>
    public static string Converter(JsonValueType value) => Value(value) + "Converter";

    /// <summary>The name of a value's type in System.Text.Json: the <c>Int32</c> of <c>TryGetInt32</c>.</summary>
    public static string Value(JsonValueType value)
        => value switch
        {
            JsonValueType.Boolean => "Boolean",
            JsonValueType.Int8 => "SByte",
            JsonValueType.UInt8 => "Byte",
            JsonValueType.Int16 => "Int16",
            JsonValueType.UInt16 => "UInt16",
            JsonValueType.Int32 => "Int32",
            JsonValueType.UInt32 => "UInt32",
            JsonValueType.Int64 => "Int64",
            JsonValueType.UInt64 => "UInt64",
            JsonValueType.Int128 => "Int128",
            JsonValueType.UInt128 => "UInt128",
            JsonValueType.Float16 => "Half",
            JsonValueType.Float32 => "Single",
            JsonValueType.Float64 => "Double",
            JsonValueType.Decimal => "Decimal",
            JsonValueType.Character => "Char",
            JsonValueType.String => "String",
            JsonValueType.Uri => "Uri",
            JsonValueType.Version => "Version",
            JsonValueType.Guid => "Guid",
            JsonValueType.DateTime => "DateTime",
            JsonValueType.DateTimeOffset => "DateTimeOffset",
            JsonValueType.Date => "DateOnly",
            JsonValueType.Time => "TimeOnly",
            JsonValueType.Duration => "TimeSpan",
            JsonValueType.Bytes => "ByteArray",
            JsonValueType.MemoryBytes => "MemoryByte",
            JsonValueType.ReadOnlyMemoryBytes => "ReadOnlyMemoryByte",
            JsonValueType.Element => "JsonElement",
            JsonValueType.Document => "JsonDocument",
            JsonValueType.Node => "JsonNode",
            JsonValueType.NodeObject => "JsonObject",
            JsonValueType.NodeArray => "JsonArray",
            JsonValueType.NodeValue => "JsonValue",
            _ => throw new ArgumentOutOfRangeException(nameof(value)),
        };

    /// <summary>
    /// The <c>Number</c> of <c>WriteNumber</c> and <c>WriteNumberValue</c>; null if <c>Utf8JsonWriter</c> has no such methods for the
    /// value.
    /// </summary>
    public static string? Verb(JsonValueType value)
        => value switch
        {
            JsonValueType.String or JsonValueType.DateTime or JsonValueType.DateTimeOffset or JsonValueType.Guid => "String",
            JsonValueType.Boolean => "Boolean",
            JsonValueType.Int128 or JsonValueType.UInt128 or JsonValueType.Float16 => null,
            >= JsonValueType.Int8 and <= JsonValueType.Decimal => "Number",
            _ => null,
        };

    /// <summary>The method of <c>JsonMetadataServices</c> that creates a collection's contract.</summary>
    public static string Factory(JsonCollectionKind kind)
        => kind switch
        {
            JsonCollectionKind.Array => "CreateArrayInfo",
            JsonCollectionKind.Memory => "CreateMemoryInfo",
            JsonCollectionKind.ReadOnlyMemory => "CreateReadOnlyMemoryInfo",
            JsonCollectionKind.List => "CreateListInfo",
            JsonCollectionKind.Dictionary => "CreateDictionaryInfo",
            JsonCollectionKind.Immutable => "CreateImmutableEnumerableInfo",
            JsonCollectionKind.ImmutableDictionary => "CreateImmutableDictionaryInfo",
            JsonCollectionKind.DictionaryInterface => "CreateIDictionaryInfo",
            JsonCollectionKind.ReadOnlyDictionaryInterface => "CreateIReadOnlyDictionaryInfo",
            JsonCollectionKind.ListInterface => "CreateIListInfo",
            JsonCollectionKind.SetInterface => "CreateISetInfo",
            JsonCollectionKind.CollectionInterface => "CreateICollectionInfo",
            JsonCollectionKind.Stack => "CreateStackInfo",
            JsonCollectionKind.Queue => "CreateQueueInfo",
            JsonCollectionKind.ConcurrentStack => "CreateConcurrentStackInfo",
            JsonCollectionKind.ConcurrentQueue => "CreateConcurrentQueueInfo",
            JsonCollectionKind.Enumerable => "CreateIEnumerableInfo",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>A converter as an expression of the runtime's helpers, with <c>options</c> in scope.</summary>
    public static string Expression(JsonCustomConverter converter)
        => $"EmittedContract.{(converter.IsForNullable ? "NullableConverter" : "Converter")}<{converter.Type}>(new {converter.Class ?? $"{Serialization}.JsonStringEnumConverter<{converter.Type}>"}(), options)";

    public static string Expression(JsonNumberHandling handling) => Cast("JsonNumberHandling", (int)handling);

    public static string Expression(JsonUnmappedHandling handling) => Cast("JsonUnmappedMemberHandling", (int)handling);

    public static string Expression(JsonCreationHandling handling) => Cast("JsonObjectCreationHandling", (int)handling);

    // A number, because flags may be combined, and a value may have no name.
    private static string Cast(string type, int value) => string.Format(CultureInfo.InvariantCulture, "({0}.{1}){2}", Serialization, type, value);
}
