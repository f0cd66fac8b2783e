using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Writes <c>MessageContracts</c>: System.Text.Json's metadata of each type, without reflection.</summary>
internal static class ContractEmitter
{
    private const string Kind = "Contracts";
    private const string Base = " : global::System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver";
    private const string Class = "class MessageContracts";

    /// <summary>Writes the contracts of a part.</summary>
    public static EmittedPart<ContractName> Emit(MessagePart<ContractType> part, AssemblyFacts assembly)
    {
        var names = part.Types.Select(type => new ContractName(type.Type.Name, type.Id)).ToEquatableArray();
        if (!part.IsAll && part.Types.Count == 0) return new(null, names);
        var writer = Open(part.Purpose("The JSON contracts of messages and of all types inside them."), assembly, out var space);
        using (MessageFile.Class(writer, "internal sealed", part.IsAll ? Class + Base : Class, part.IsAll))
        {
            if (part.IsAll) EmitLookup(writer, names);
            for (var i = 0; i < part.Types.Count; i++)
            {
                if (part.IsAll || i > 0) writer.WriteLine();
                EmitContract(writer, part.Types[i].Type, part.Types[i].Id);
            }
        }
        space.Dispose();
        return new(new(part.HintName(Kind), writer.ToSourceText()), names);
    }

    /// <summary>Writes the method that finds the contracts of all parts.</summary>
    public static EmittedFile EmitCommon(IEnumerable<ContractName> names, AssemblyFacts assembly)
    {
        var writer = Open("Finds the JSON contracts of messages and of all types inside them.", assembly, out var space);
        using (MessageFile.Class(writer, "internal sealed", Class + Base, isAll: false, isFirst: true))
            EmitLookup(writer, names.OrderBy(type => type.Type, StringComparer.Ordinal));
        space.Dispose();
        return new(MessageParts.HintName(Kind), writer.ToSourceText());
    }

    private static SourceWriter Open(string purpose, AssemblyFacts assembly, out IDisposable space)
    {
        var writer = MessageFile.Open(purpose, assembly, out space);
        Emitted.Usings(writer, "QueueRun.Messaging.EmittedContract", "System.Text.Json.JsonSerializerOptions",
            "System.Text.Json.Serialization.Metadata.JsonMetadataServices", "System.Text.Json.Serialization.Metadata.JsonParameterInfoValues",
            "System.Text.Json.Serialization.Metadata.JsonPropertyInfo", "System.Text.Json.Serialization.Metadata.JsonTypeInfo");
        return writer;
    }

    private static void EmitLookup(SourceWriter writer, IEnumerable<ContractName> names)
    {
        writer.WriteLine("/// <inheritdoc />");
        using (writer.Block("public JsonTypeInfo GetTypeInfo(global::System.Type type, JsonSerializerOptions options)"))
        {
            foreach (var (type, method) in names) writer.WriteLine($"if (type == typeof({type})) return {method}(options);");
            writer.WriteLine("return null;");
        }
    }

    private static void EmitContract(SourceWriter writer, JsonTypeModel type, string id)
    {
        var head = $"private static JsonTypeInfo {id}(JsonSerializerOptions options)";
        if (Whole(type, id) is { } whole)
        {
            writer.WriteLine(head);
            writer.WriteLine($"    => {whole};");
        }
        else
        {
            using (writer.Block(head))
            {
                writer.WriteLine($"if (EmittedContract.IsCustom<{type.Name}>(options, out var custom)) return custom;");
                EmitInfo(writer, type, id);
            }
        }
        if (type.Kind == JsonKind.Object) ObjectContract.EmitParts(writer, type, id);
    }

    // A contract that one call creates; null if there is more to it.
    private static string? Whole(JsonTypeModel type, string id) => type.Kind switch
    {
        JsonKind.Value => Value(type, SerializerNames.Converter(type.Value!.Value)),
        JsonKind.Any => Value(type, "ObjectConverter"),
        JsonKind.Enum => Value(type, $"GetEnumConverter<{type.Name}>(options)"),
        JsonKind.Object when !type.HasHandling => ObjectContract.Info(type, id),
        _ => null,
    };

    private static string Value(JsonTypeModel type, string converter) => $"EmittedContract.OfValue<{type.Name}>(options, JsonMetadataServices.{converter})";

    private static void EmitInfo(SourceWriter writer, JsonTypeModel type, string id)
    {
        switch (type.Kind)
        {
            case JsonKind.Nullable:
                writer.WriteLine(
                    $"return JsonMetadataServices.CreateValueInfo<{type.Name}>(options, JsonMetadataServices.GetNullableConverter<{type.Element}>(options));");
                break;
            case JsonKind.Converter or JsonKind.NamedEnum:
                writer.WriteLine($"return JsonMetadataServices.CreateValueInfo<{type.Name}>(options, {SerializerNames.Expression(type.Converter!)});");
                break;
            case JsonKind.Collection or JsonKind.Dictionary:
                writer.WriteLine(Collection(type));
                EmitSettings(writer, type);
                break;
            case JsonKind.Union:
                UnionContract.EmitInfo(writer, type);
                EmitSettings(writer, type);
                break;
            default:
                writer.WriteLine($"var info = {ObjectContract.Info(type, id)};");
                EmitSettings(writer, type);
                break;
        }
    }

    private static string Collection(JsonTypeModel type)
    {
        const string prefix = "var info = JsonMetadataServices.";
        var values = $"new global::System.Text.Json.Serialization.Metadata.JsonCollectionInfoValues<{type.Name}>";
        var creator = type.Creator is { } expression && expression.StartsWith("new ", StringComparison.Ordinal)
            ? $"{values} {{ ObjectCreator = static () => {expression} }}" : $"{values}()";
        var kind = type.Collection!.Value;
        var factory = SerializerNames.Factory(kind);
        return kind switch
        {
            JsonCollectionKind.Array or JsonCollectionKind.Memory or JsonCollectionKind.ReadOnlyMemory => $"{prefix}{factory}<{type.Element}>(options, {values}());",
            JsonCollectionKind.Immutable => $"{prefix}{factory}<{type.Name}, {type.Element}>(options, {values}(), {type.Creator});",
            JsonCollectionKind.ImmutableDictionary => $"{prefix}{factory}<{type.Name}, {type.Key}, {type.Element}>(options, {values}(), {type.Creator});",
            _ when type.Key is { } key => $"{prefix}{factory}<{type.Name}, {key}, {type.Element}>(options, {creator});",
            _ => $"{prefix}{factory}<{type.Name}, {type.Element}>(options, {creator});",
        };
    }

    private static void EmitSettings(SourceWriter writer, JsonTypeModel type)
    {
        if (type.NumberHandling is { } numbers) writer.WriteLine($"info.NumberHandling = {SerializerNames.Expression(numbers)};");
        else if (type.Kind != JsonKind.Object) writer.WriteLine("info.NumberHandling = null; // the options decide; the default is strict");
        if (type.UnmappedHandling is { } unmapped) writer.WriteLine($"info.UnmappedMemberHandling = {SerializerNames.Expression(unmapped)};");
        if (type.CreationHandling is { } creation) writer.WriteLine($"info.PreferredPropertyObjectCreationHandling = {SerializerNames.Expression(creation)};");
        writer.WriteLine("return info;");
    }
}

/// <summary>A type's name, and the method that creates its contract.</summary>
internal sealed record ContractName(string Type, string Method);
