using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The statements that write values.</summary>
internal static class WriterStatements
{
    /// <summary>Whether the JSON writer itself takes the type, so that it needs no method.</summary>
    public static bool IsDirect(JsonTypeModel type) => type.Kind == JsonKind.Enum || (type.Kind == JsonKind.Value && Verb(type) is not null);

    /// <summary>Whether a method is emitted that writes values of the type.</summary>
    public static bool HasMethod(JsonTypeModel type) => !IsDirect(type) && !type.NeedsSerializer && type.Kind != JsonKind.Any;

    /// <summary>Writes a property.</summary>
    public static void Property(SourceWriter writer, string jsonName, JsonTypeModel type, string value)
        => Named(writer, "Names." + MessageNames.ForJsonName(jsonName), type, value);

    /// <summary>Writes a value under a name: in one call, if the JSON writer has one.</summary>
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

    /// <summary>The statement that writes an element, or the value after a name.</summary>
    public static string Value(JsonTypeModel type, string value)
        => IsDirect(type) ? $"writer.Write{Verb(type)}Value({Operand(type, value)});"
            : type.Kind == JsonKind.Any ? $"EmittedWriter.Serialize<object>(writer, {value}, options);"
            : type.NeedsSerializer ? $"EmittedWriter.Serialize<{type.Name}>(writer, {value}, options);"
            : $"{Method(type)}(writer, {value}, options);";

    /// <summary>
    /// The method that writes values of the type: the same as for messages, unless messages have an additional property, or their method
    /// takes a type parameter.
    /// </summary>
    public static string Method(JsonTypeModel type)
        => IsMessageToo(type) ? MessageNames.ForWriter(type.Name) : "WriteValue_" + MessageNames.ForMethod(type.Name);

    /// <summary>Whether a message of the type is written in the same way as any value of it.</summary>
    public static bool IsMessageToo(JsonTypeModel type) => type.Discriminator is null && (!type.IsAnonymousInside || type.Kind == JsonKind.Anonymous);

    private static string Operand(JsonTypeModel type, string value) => type.Kind == JsonKind.Enum ? $"({Literals.Keyword(type.Value!.Value)}){value}" : value;

    private static string? Verb(JsonTypeModel type) => type.Value is { } value ? SerializerNames.Verb(value) : null;
}
