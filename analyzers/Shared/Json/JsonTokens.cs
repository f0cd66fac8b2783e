using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>The kinds of JSON value that a type may be read from.</summary>
[Flags]
internal enum JsonTokens
{
    None = 0,
    String = 1,
    Number = 2,
    Boolean = 4,
    Object = 8,
    Array = 16,

    All = String | Number | Boolean | Object | Array,
}

internal static class JsonTokenKinds
{
    /// <summary>
    /// The JSON values from which System.Text.Json 11 reads a case of a union, under web defaults, which also read numbers from strings. A
    /// converter of the program may read any value.
    /// </summary>
    public static JsonTokens Of(ITypeSymbol type, Compilation compilation)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) return Of(nullable.TypeArguments[0], compilation);
        if (type.SpecialType == SpecialType.System_Object || type.TypeKind == TypeKind.Dynamic) return JsonTokens.All;
        if (JsonValues.Of(type) is { } value) return OfValue(value, type);
        if (type.TypeKind == TypeKind.Enum) return OfEnum(type, compilation);
        if (JsonConverters.Find(type) is not null || JsonContexts.Of(compilation).Lists(type)) return JsonTokens.All;
        return JsonCollection.Of(type, compilation) is { Key: null } ? JsonTokens.Array : JsonTokens.Object;
    }

    private static JsonTokens OfValue(JsonValueType value, ITypeSymbol type)
        => JsonValues.IsNumber(type) ? JsonTokens.Number | JsonTokens.String
            : value switch
            {
                JsonValueType.Boolean => JsonTokens.Boolean,
                JsonValueType.NodeObject => JsonTokens.Object,
                JsonValueType.NodeArray => JsonTokens.Array,
                JsonValueType.Element or JsonValueType.Document or JsonValueType.Node or JsonValueType.NodeValue => JsonTokens.All,
                _ => JsonTokens.String,
            };

    private static JsonTokens OfEnum(ITypeSymbol type, Compilation compilation)
        => JsonConverters.Find(type)?.First() switch
        {
            null => JsonSettings.Of(type, compilation).StringEnums ? JsonTokens.Number | JsonTokens.String : JsonTokens.Number,
            INamedTypeSymbol { Name: "JsonStringEnumConverter" } => JsonTokens.Number | JsonTokens.String,
            _ => JsonTokens.All,
        };
}
