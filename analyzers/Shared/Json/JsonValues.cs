using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>The types for which System.Text.Json has a converter.</summary>
internal static class JsonValues
{
    /// <summary>The kind of value of a type; null if it is none.</summary>
    public static JsonValueType? Of(ITypeSymbol type)
        => type.SpecialType switch
        {
            SpecialType.System_Boolean => JsonValueType.Boolean,
            SpecialType.System_Byte => JsonValueType.UInt8,
            SpecialType.System_SByte => JsonValueType.Int8,
            SpecialType.System_Int16 => JsonValueType.Int16,
            SpecialType.System_UInt16 => JsonValueType.UInt16,
            SpecialType.System_Int32 => JsonValueType.Int32,
            SpecialType.System_UInt32 => JsonValueType.UInt32,
            SpecialType.System_Int64 => JsonValueType.Int64,
            SpecialType.System_UInt64 => JsonValueType.UInt64,
            SpecialType.System_Single => JsonValueType.Float32,
            SpecialType.System_Double => JsonValueType.Float64,
            SpecialType.System_Decimal => JsonValueType.Decimal,
            SpecialType.System_Char => JsonValueType.Character,
            SpecialType.System_String => JsonValueType.String,
            SpecialType.System_DateTime => JsonValueType.DateTime,
            _ => ByName(type),
        };

    public static bool IsValue(ITypeSymbol type) => Of(type) is not null;

    /// <summary>Whether System.Text.Json can write a dictionary's keys of this type.</summary>
    public static bool CanBeKey(ITypeSymbol type)
        => type.TypeKind == TypeKind.Enum || Of(type) is { } value && !IsTree(value) && !IsBase64(value);

    public static bool IsNumber(ITypeSymbol type) => Of(type) is >= JsonValueType.Int8 and <= JsonValueType.Decimal;

    private static bool IsBase64(JsonValueType value) => value is JsonValueType.Bytes or JsonValueType.MemoryBytes or JsonValueType.ReadOnlyMemoryBytes;

    /// <summary>Whether the value is JSON itself.</summary>
    private static bool IsTree(JsonValueType value) => value >= JsonValueType.Element;

    private static JsonValueType? ByName(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte }) return JsonValueType.Bytes;
        if (type is not INamedTypeSymbol { ContainingType: null } named) return null;
        return (named.Namespace(), named.Name, named.Arity) switch
        {
            ("System", "Guid", 0) => JsonValueType.Guid,
            ("System", "DateTimeOffset", 0) => JsonValueType.DateTimeOffset,
            ("System", "DateOnly", 0) => JsonValueType.Date,
            ("System", "TimeOnly", 0) => JsonValueType.Time,
            ("System", "TimeSpan", 0) => JsonValueType.Duration,
            ("System", "Uri", 0) => JsonValueType.Uri,
            ("System", "Version", 0) => JsonValueType.Version,
            ("System", "Half", 0) => JsonValueType.Float16,
            ("System", "Int128", 0) => JsonValueType.Int128,
            ("System", "UInt128", 0) => JsonValueType.UInt128,
            ("System", "Memory", 1) when IsOfBytes(named) => JsonValueType.MemoryBytes,
            ("System", "ReadOnlyMemory", 1) when IsOfBytes(named) => JsonValueType.ReadOnlyMemoryBytes,
            ("System.Text.Json", "JsonElement", 0) => JsonValueType.Element,
            ("System.Text.Json", "JsonDocument", 0) => JsonValueType.Document,
            ("System.Text.Json.Nodes", "JsonNode", 0) => JsonValueType.Node,
            ("System.Text.Json.Nodes", "JsonObject", 0) => JsonValueType.NodeObject,
            ("System.Text.Json.Nodes", "JsonArray", 0) => JsonValueType.NodeArray,
            ("System.Text.Json.Nodes", "JsonValue", 0) => JsonValueType.NodeValue,
            _ => null,
        };
    }

    private static bool IsOfBytes(INamedTypeSymbol memory) => memory.TypeArguments[0].SpecialType == SpecialType.System_Byte;
}
