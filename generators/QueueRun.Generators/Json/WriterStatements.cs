using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The statement that writes a value.</summary>
internal static class WriterStatements
{
    /// <summary>Whether the JSON writer takes the type itself, so that it needs no method of its own.</summary>
    public static bool IsDirect(JsonTypeModel type) => type.Kind == JsonKind.Enum || (type.Kind == JsonKind.Value && Verb(type) is not null);

    /// <summary>Whether a method is emitted that writes values of the type.</summary>
    public static bool HasMethod(JsonTypeModel type) => !IsDirect(type) && !type.NeedsSerializer && type.Kind != JsonKind.Any;

    /// <summary>Writes a property.</summary>
    public static void Property(SourceWriter writer, string jsonName, JsonTypeModel type, string value)
        => Named(writer, "Names." + MessageNames.ForJsonName(jsonName), type, value);

    /// <summary>Writes a value under a name: in one go, where the JSON writer can.</summary>
    public static void Named(SourceWriter writer, string name, JsonTypeModel type, string value)
    {
        if (IsDirect(type))
        {
            writer.WriteLine($"writer.Write{Verb(type)}({name}, {Operand(type, value)});");
            return;
        }
        writer.WriteLine($"writer.WritePropertyName({name});");
        writer.WriteLine(Value(type, value));
    }

    /// <summary>The statement that writes an element, or what follows a name.</summary>
    public static string Value(JsonTypeModel type, string value)
        => IsDirect(type) ? $"writer.Write{Verb(type)}Value({Operand(type, value)});"
            : type.Kind == JsonKind.Any ? $"Serialize<object>(writer, {value}, options);"
            : type.NeedsSerializer ? $"Serialize<{type.Name}>(writer, {value}, options);"
            : $"{Method(type)}(writer, {value}, options);";

    /// <summary>The name of the method that writes values of the type.</summary>
    public static string Method(JsonTypeModel type) => type.IsAnonymousInside ? "Write_" + MessageNames.ForAnonymous(type.Name) : "Write";

    private static string Operand(JsonTypeModel type, string value) => type.Kind == JsonKind.Enum ? $"({type.Factory}){value}" : value;

    private static string? Verb(JsonTypeModel type)
        => type.Kind == JsonKind.Enum ? "Number" : type.Converter switch
        {
            "StringConverter" or "DateTimeConverter" or "DateTimeOffsetConverter" or "GuidConverter" => "String",
            "BooleanConverter" => "Boolean",
            "ByteConverter" or "SByteConverter" or "Int16Converter" or "UInt16Converter" or "Int32Converter" or "UInt32Converter"
                or "Int64Converter" or "UInt64Converter" or "SingleConverter" or "DoubleConverter" or "DecimalConverter" => "Number",
            _ => null,
        };
}
