using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Writes <c>MessageContracts</c>: what System.Text.Json wants to know of each type, without reflection.</summary>
internal static class ContractEmitter
{
    public static SourceWriter Emit(MessageModel model, AssemblyFacts assembly)
    {
        var writer = MessageFile.Open("The JSON contracts of messages, and of all that they reach.", assembly, out var space);
        MessageFile.Usings(writer,
            "System.Text.Json.Serialization.JsonConverter", "System.Text.Json.JsonSerializerOptions",
            "System.Text.Json.Serialization.Metadata.JsonMetadataServices", "System.Text.Json.Serialization.Metadata.JsonParameterInfoValues",
            "System.Text.Json.Serialization.Metadata.JsonPropertyInfo", "System.Text.Json.Serialization.Metadata.JsonTypeInfo");
        writer.WriteLine(Emitted.GeneratedCode);
        using (writer.Block("internal sealed class MessageContracts : global::System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver"))
        {
            var types = Named(model);
            EmitLookup(writer, types);
            foreach (var (type, id) in types)
            {
                writer.WriteLine();
                EmitContract(writer, type, id);
            }
            EmitHelpers(writer, types);
        }
        space.Dispose();
        return writer;
    }

    private static List<(JsonTypeModel Type, string Id)> Named(MessageModel model)
    {
        HashSet<string> wanted = [.. model.Contracts];
        var types = model.Types.Where(type => wanted.Contains(type.Name)).ToList();
        var ids = MessageNames.ForTypes(types.Select(type => type.Name));
        return [.. types.Select(type => (type, ids[type.Name]))];
    }

    private static void EmitLookup(SourceWriter writer, List<(JsonTypeModel Type, string Id)> types)
    {
        writer.WriteLine("/// <inheritdoc />");
        using (writer.Block("public JsonTypeInfo GetTypeInfo(global::System.Type type, JsonSerializerOptions options)"))
        {
            foreach (var (type, id) in types) writer.WriteLine($"if (type == typeof({type.Name})) return {id}(options);");
            writer.WriteLine("return null;");
        }
    }

    private static void EmitContract(SourceWriter writer, JsonTypeModel type, string id)
    {
        using (writer.Block($"private static JsonTypeInfo {id}(JsonSerializerOptions options)"))
        {
            writer.WriteLine($"if (FromOptions<{type.Name}>(options) is {{ }} custom) return custom;");
            switch (type.Kind)
            {
                case JsonKind.Value:
                    writer.WriteLine($"return JsonMetadataServices.CreateValueInfo<{type.Name}>(options, JsonMetadataServices.{type.Converter});");
                    break;
                case JsonKind.Any:
                    writer.WriteLine("return JsonMetadataServices.CreateValueInfo<object>(options, JsonMetadataServices.ObjectConverter);");
                    break;
                case JsonKind.Enum:
                    writer.WriteLine(
                        $"return JsonMetadataServices.CreateValueInfo<{type.Name}>(options, JsonMetadataServices.GetEnumConverter<{type.Name}>(options));");
                    break;
                case JsonKind.Nullable:
                    writer.WriteLine(
                        $"return JsonMetadataServices.CreateValueInfo<{type.Name}>(options, JsonMetadataServices.GetNullableConverter<{type.Element}>(options));");
                    break;
                case JsonKind.Converter:
                    writer.WriteLine($"return JsonMetadataServices.CreateValueInfo<{type.Name}>(options, {type.Converter});");
                    break;
                case JsonKind.Collection or JsonKind.Dictionary:
                    writer.WriteLine(Collection(type));
                    EmitSettings(writer, type);
                    break;
                default:
                    ObjectContract.EmitInfo(writer, type, id);
                    EmitSettings(writer, type);
                    break;
            }
        }
        if (type.Kind == JsonKind.Object) ObjectContract.EmitParts(writer, type, id);
    }

    private static string Collection(JsonTypeModel type)
    {
        const string prefix = "var info = JsonMetadataServices.";
        var values = $"new global::System.Text.Json.Serialization.Metadata.JsonCollectionInfoValues<{type.Name}>";
        var creator = type.Creator is { } expression && expression.StartsWith("new ", StringComparison.Ordinal)
            ? $"{values} {{ ObjectCreator = static () => {expression} }}" : $"{values}()";
        return type.Factory switch
        {
            "CreateArrayInfo" => $"{prefix}CreateArrayInfo<{type.Element}>(options, {values}());",
            "CreateMemoryInfo" or "CreateReadOnlyMemoryInfo" => $"{prefix}{type.Factory}<{type.Element}>(options, {values}());",
            "CreateImmutableEnumerableInfo" => $"{prefix}{type.Factory}<{type.Name}, {type.Element}>(options, {values}(), {type.Creator});",
            "CreateImmutableDictionaryInfo" => $"{prefix}{type.Factory}<{type.Name}, {type.Key}, {type.Element}>(options, {values}(), {type.Creator});",
            _ when type.Key is { } key => $"{prefix}{type.Factory}<{type.Name}, {key}, {type.Element}>(options, {creator});",
            _ => $"{prefix}{type.Factory}<{type.Name}, {type.Element}>(options, {creator});",
        };
    }

    private static void EmitSettings(SourceWriter writer, JsonTypeModel type)
    {
        if (!type.Settings.Any(setting => setting.Property == "NumberHandling")) writer.WriteLine("info.NumberHandling = null; // leaves it to the options: not said would mean strict");
        foreach (var setting in type.Settings) writer.WriteLine($"info.{setting.Property} = {setting.Value};");
        writer.WriteLine("return info;");
    }

    private static void EmitHelpers(SourceWriter writer, List<(JsonTypeModel Type, string Id)> types)
    {
        var converters = types.Select(pair => pair.Type.Converter).Concat(types.SelectMany(pair => pair.Type.Members).Select(member => member.Converter))
            .Where(converter => converter is not null).ToList();
        writer.WriteLine("""

            // A converter in the options goes before everything, as it does for System.Text.Json.
            private static JsonTypeInfo FromOptions<T>(JsonSerializerOptions options)
            {
                foreach (var converter in options.Converters)
                {
                    if (converter.CanConvert(typeof(T)))
                        return JsonMetadataServices.CreateValueInfo<T>(options, Expand<T>(converter, options));
                }
                return null;
            }

            private static JsonConverter Expand<T>(JsonConverter converter, JsonSerializerOptions options)
                => converter is global::System.Text.Json.Serialization.JsonConverterFactory factory ? factory.CreateConverter(typeof(T), options) : converter;
            """);
        if (types.Exists(pair => pair.Type.Kind == JsonKind.Object && pair.Type.Members.Any(ObjectContract.IsOrdinary))) ObjectContract.EmitHelper(writer);
        if (converters.Exists(converter => converter!.Contains("Converter<")))
        {
            writer.WriteLine("""

                private static global::System.Text.Json.Serialization.JsonConverter<T> Converter<T>(JsonConverter converter, JsonSerializerOptions options)
                    => converter.CanConvert(typeof(T))
                        ? (global::System.Text.Json.Serialization.JsonConverter<T>)Expand<T>(converter, options)
                        : throw new global::System.InvalidOperationException($"{converter.GetType()} cannot convert {typeof(T)}.");
                """);
        }
        if (!converters.Exists(converter => converter!.StartsWith("NullableConverter<", StringComparison.Ordinal))) return;
        writer.WriteLine("""

            // A converter of T also serves T?: null is not its business.
            private static global::System.Text.Json.Serialization.JsonConverter<T?> NullableConverter<T>(JsonConverter converter, JsonSerializerOptions options)
                where T : struct
                => converter.CanConvert(typeof(T?))
                    ? (global::System.Text.Json.Serialization.JsonConverter<T?>)Expand<T?>(converter, options)
                    : JsonMetadataServices.GetNullableConverter<T>(
                        (global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)JsonMetadataServices.CreateValueInfo<T>(
                            options, Converter<T>(converter, options)));
            """);
    }
}
