using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Readers of values: each asks for the one token that the value usually is, and leaves everything else to the serializer.</summary>
internal static class ReaderValues
{
    public static bool Has(JsonTypeModel type) => Body(type) is not null;

    /// <summary>The statements that read a value or an enum; null where the serializer does it.</summary>
    public static string? Body(JsonTypeModel type)
        => type.Kind == JsonKind.Enum ? Enum(type) : type.Converter switch
        {
            "StringConverter" => """
                value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                return value is not null || reader.TokenType == JsonTokenType.Null;
                """,
            "BooleanConverter" => """
                value = reader.TokenType == JsonTokenType.True;
                return value || reader.TokenType == JsonTokenType.False;
                """,
            "ByteArrayConverter" => """
                value = null;
                return reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out value));
                """,
            "GuidConverter" or "DateTimeConverter" or "DateTimeOffsetConverter" => Get("String", type.Converter),
            "ByteConverter" or "SByteConverter" or "Int16Converter" or "UInt16Converter" or "Int32Converter" or "UInt32Converter"
                or "Int64Converter" or "UInt64Converter" or "SingleConverter" or "DoubleConverter" or "DecimalConverter" => Get("Number", type.Converter),
            "CharConverter" or "DateOnlyConverter" or "TimeOnlyConverter" or "TimeSpanConverter" => Convert("String", type),
            "UriConverter" or "VersionConverter" => Convert("String", type),
            "HalfConverter" or "Int128Converter" or "UInt128Converter" => Convert("Number", type),
            "JsonElementConverter" => $"""
                value = JsonMetadataServices.JsonElementConverter.Read(ref reader, typeof({type.Name}), options);
                return true;
                """,
            _ => null,
        };

    private static string Get(string token, string converter)
        => $"""
            value = default;
            return reader.TokenType == JsonTokenType.{token} && reader.TryGet{converter.Substring(0, converter.Length - "Converter".Length)}(out value);
            """;

    private static string Convert(string token, JsonTypeModel type)
        => $"""
            value = default;
            if (reader.TokenType != JsonTokenType.{token}) return {(type.IsValueType ? "false" : "reader.TokenType == JsonTokenType.Null")};
            value = JsonMetadataServices.{type.Converter}.Read(ref reader, typeof({type.Name}), options);
            return true;
            """;

    private static string Enum(JsonTypeModel type)
    {
        var get = type.Factory switch
        {
            "byte" => "Byte",
            "sbyte" => "SByte",
            "short" => "Int16",
            "ushort" => "UInt16",
            "uint" => "UInt32",
            "long" => "Int64",
            "ulong" => "UInt64",
            _ => "Int32",
        };
        return $"""
            value = default;
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGet{get}(out var number)) return false;
            value = ({type.Name})number;
            return true;
            """;
    }
}
