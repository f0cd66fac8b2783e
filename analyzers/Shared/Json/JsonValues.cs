using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>The types that System.Text.Json has a converter for.</summary>
internal static class JsonValues
{
    /// <summary>The name of the converter in <c>JsonMetadataServices</c>, or null.</summary>
    public static string? Converter(ITypeSymbol type)
        => type.SpecialType switch
        {
            SpecialType.System_Boolean => "BooleanConverter",
            SpecialType.System_Byte => "ByteConverter",
            SpecialType.System_SByte => "SByteConverter",
            SpecialType.System_Int16 => "Int16Converter",
            SpecialType.System_UInt16 => "UInt16Converter",
            SpecialType.System_Int32 => "Int32Converter",
            SpecialType.System_UInt32 => "UInt32Converter",
            SpecialType.System_Int64 => "Int64Converter",
            SpecialType.System_UInt64 => "UInt64Converter",
            SpecialType.System_Single => "SingleConverter",
            SpecialType.System_Double => "DoubleConverter",
            SpecialType.System_Decimal => "DecimalConverter",
            SpecialType.System_Char => "CharConverter",
            SpecialType.System_String => "StringConverter",
            SpecialType.System_DateTime => "DateTimeConverter",
            _ => ByName(type),
        };

    /// <summary>Whether System.Text.Json can write a dictionary's keys of this type.</summary>
    public static bool CanBeKey(ITypeSymbol type)
        => type.TypeKind == TypeKind.Enum
            || Converter(type) is { } converter && !converter.StartsWith("Json", StringComparison.Ordinal)
                && converter is not ("ByteArrayConverter" or "MemoryByteConverter" or "ReadOnlyMemoryByteConverter");

    public static bool IsNumber(ITypeSymbol type)
        => Converter(type) is "ByteConverter" or "SByteConverter" or "Int16Converter" or "UInt16Converter" or "Int32Converter"
            or "UInt32Converter" or "Int64Converter" or "UInt64Converter" or "SingleConverter" or "DoubleConverter" or "DecimalConverter"
            or "HalfConverter" or "Int128Converter" or "UInt128Converter";

    private static string? ByName(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte }) return "ByteArrayConverter";
        if (type is not INamedTypeSymbol { ContainingType: null } named) return null;
        return (named.Namespace(), named.Name, named.Arity) switch
        {
            ("System", "Guid" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" or "Uri" or "Version"
                or "Half" or "Int128" or "UInt128", 0) => named.Name + "Converter",
            ("System", "Memory" or "ReadOnlyMemory", 1) when named.TypeArguments[0].SpecialType == SpecialType.System_Byte
                => named.Name + "ByteConverter",
            ("System.Text.Json", "JsonElement" or "JsonDocument", 0) => named.Name + "Converter",
            ("System.Text.Json.Nodes", "JsonNode" or "JsonObject" or "JsonArray" or "JsonValue", 0) => named.Name + "Converter",
            _ => null,
        };
    }
}
