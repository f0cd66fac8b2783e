using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Writes the contract of a type that is a JSON object.</summary>
internal static class ObjectContract
{
    private const string Metadata = "global::System.Text.Json.Serialization.Metadata";

    public static void EmitInfo(SourceWriter writer, JsonTypeModel type, string id)
    {
        using (writer.Block($"var info = JsonMetadataServices.CreateObjectInfo(options, new {Metadata}.JsonObjectInfoValues<{type.Name}>", "});"))
        {
            if (type.Constructor is { } constructor)
            {
                writer.WriteLine(constructor.Parameters.Count == 0
                    ? $"ObjectCreator = static () => {New(type, id, "")},"
                    : $"ObjectWithParameterizedConstructorCreator = static arguments => {New(type, id, Arguments(constructor))},");
                if (constructor.Parameters.Count > 0) writer.WriteLine($"ConstructorParameterMetadataInitializer = static () => {id}Parameters(),");
            }
            writer.WriteLine($"PropertyMetadataInitializer = _ => {id}Properties(options),");
        }
    }

    public static void EmitParts(SourceWriter writer, JsonTypeModel type, string id)
    {
        writer.WriteLine();
        EmitProperties(writer, type, id);
        if (type.Constructor is { Parameters.Count: > 0 } constructor)
        {
            writer.WriteLine();
            EmitParameters(writer, constructor, id);
        }
        if (type.Constructor?.Accessor is { } accessor) AccessorEmitter.Emit(writer, accessor, $"New{id}");
        for (var i = 0; i < type.Members.Count; i++)
        {
            if (type.Members[i].Accessor is { } setter) AccessorEmitter.Emit(writer, setter, SetterName(id, i, type));
        }
    }

    private static string New(JsonTypeModel type, string id, string arguments)
        => type.Constructor switch
        {
            { IsDefault: true } => $"default({type.Name})",
            { Accessor: { } accessor } => $"{AccessorEmitter.Call(accessor, $"New{id}")}({arguments})",
            _ => $"new {type.Name}({arguments})",
        };

    private static string Arguments(JsonConstructor constructor)
        => string.Join(", ", constructor.Parameters.Select((parameter, i) => $"({parameter.Type})arguments[{i}]"));

    private static void EmitParameters(SourceWriter writer, JsonConstructor constructor, string id)
    {
        using (writer.Block($"private static JsonParameterInfoValues[] {id}Parameters() => new JsonParameterInfoValues[]", "};"))
        {
            for (var i = 0; i < constructor.Parameters.Count; i++)
            {
                var parameter = constructor.Parameters[i];
                var @default = parameter.Default is { } value ? $", HasDefaultValue = true, DefaultValue = {value}" : "";
                writer.WriteLine($"new() {{ Name = {Emitted.Literal(parameter.Name)}, ParameterType = typeof({parameter.Type}), Position = {i}{@default} }},");
            }
        }
    }

    private static void EmitProperties(SourceWriter writer, JsonTypeModel type, string id)
    {
        // A message accepts the property that it is known by, also where other unknown properties are refused or collected.
        var swallowed = type.CatchesUnknown ? type.Discriminator : null;
        using (writer.Block($"private static JsonPropertyInfo[] {id}Properties(JsonSerializerOptions options)"))
        {
            writer.WriteLine($"var properties = new JsonPropertyInfo[{type.Members.Count + (swallowed is null ? 0 : 1)}];");
            for (var i = 0; i < type.Members.Count; i++) EmitProperty(writer, type, id, i);
            if (swallowed is not null)
            {
                using (writer.Block(
                    $"properties[{type.Members.Count}] = JsonMetadataServices.CreatePropertyInfo(options, new {Metadata}.JsonPropertyInfoValues<string>", "});"))
                {
                    writer.WriteLine($"""
                        IsProperty = true,
                        IsPublic = true,
                        DeclaringType = typeof({type.Name}),
                        Converter = JsonMetadataServices.StringConverter,
                        Setter = static (_, _) => {"{ }"},
                        PropertyName = {Emitted.Literal(swallowed.Property)},
                        JsonPropertyName = {Emitted.Literal(swallowed.Property)},
                        """);
                }
            }
            writer.WriteLine("return properties;");
        }
    }

    private static void EmitProperty(SourceWriter writer, JsonTypeModel type, string id, int index)
    {
        var member = type.Members[index];
        if (IsOrdinary(member)) writer.WriteLine($"properties[{index}] = Property<{member.Type}>({Arguments(type, id, index)});");
        else EmitUnusual(writer, type, id, index);
        if (member.IsRequired) writer.WriteLine($"properties[{index}].IsRequired = true;");
        if (member.Order != 0) writer.WriteLine($"properties[{index}].Order = {member.Order};");
        if (member.CreationHandling is { } creation) writer.WriteLine($"properties[{index}].ObjectCreationHandling = {creation};");
    }

    /// <summary>Whether all there is to say of a member fits into a call of <c>Property</c>, which is emitted once.</summary>
    public static bool IsOrdinary(JsonMember member)
        => member is { IsField: false, IsVirtual: false, IsIncluded: false, IsExtensionData: false, Ignore: null, NumberHandling: null, Converter: null };

    private static string Arguments(JsonTypeModel type, string id, int index)
    {
        var member = type.Members[index];
        var arguments = $"options, typeof({member.DeclaringType}), {Emitted.Literal(member.Name)}, {Getter(member) ?? "null"}";
        if (Setter(type, id, index) is { } setter) arguments += $", static (target, value) => {setter}";
        return member.FixedName is { } name ? $"{arguments}, jsonName: {Emitted.Literal(name)}" : arguments;
    }

    /// <summary>Writes <c>Property</c>.</summary>
    public static void EmitHelper(SourceWriter writer) => writer.WriteLine($$"""

        private static JsonPropertyInfo Property<T>(JsonSerializerOptions options, global::System.Type declaringType, string name,
            global::System.Func<object, T> getter, global::System.Action<object, T> setter = null, string jsonName = null)
            => JsonMetadataServices.CreatePropertyInfo(options, new {{Metadata}}.JsonPropertyInfoValues<T>
            {
                IsProperty = true,
                IsPublic = true,
                DeclaringType = declaringType,
                PropertyName = name,
                JsonPropertyName = jsonName,
                Getter = getter,
                Setter = setter,
            });
        """);

    private static void EmitUnusual(SourceWriter writer, JsonTypeModel type, string id, int index)
    {
        var member = type.Members[index];
        using (writer.Block(
            $"properties[{index}] = JsonMetadataServices.CreatePropertyInfo(options, new {Metadata}.JsonPropertyInfoValues<{member.Type}>", "});"))
        {
            writer.WriteLine($"IsProperty = {(member.IsField ? "false" : "true")},");
            writer.WriteLine("IsPublic = true,");
            if (member.IsVirtual) writer.WriteLine("IsVirtual = true,");
            writer.WriteLine($"DeclaringType = typeof({member.DeclaringType}),");
            writer.WriteLine($"PropertyName = {Emitted.Literal(member.Name)},");
            if (member.FixedName is { } fixedName) writer.WriteLine($"JsonPropertyName = {Emitted.Literal(fixedName)},");
            if (member.IsIncluded) writer.WriteLine("HasJsonInclude = true,");
            if (member.IsExtensionData) writer.WriteLine("IsExtensionData = true,");
            if (member.Ignore is { } ignore)
                writer.WriteLine($"IgnoreCondition = global::System.Text.Json.Serialization.JsonIgnoreCondition.{ignore},");
            if (member.NumberHandling is { } numbers) writer.WriteLine($"NumberHandling = {numbers},");
            if (member.Converter is { } converter) writer.WriteLine($"Converter = {converter},");
            if (Getter(member) is { } getter) writer.WriteLine($"Getter = {getter},");
            if (Setter(type, id, index) is { } setter) writer.WriteLine($"Setter = static (target, value) => {setter},");
        }
    }

    private static string? Getter(JsonMember member)
        => member.CanGet ? $"static target => (({member.DeclaringType})target).{GeneratedNames.Escape(member.Name)}" : null;

    private static string? Setter(JsonTypeModel type, string id, int index)
    {
        var member = type.Members[index];
        var target = type.IsValueType
            ? $"global::System.Runtime.CompilerServices.Unsafe.Unbox<{member.DeclaringType}>(target)" : $"({member.DeclaringType})target";
        return member.Setter switch
        {
            JsonSetter.Plain => $"{(type.IsValueType ? target : $"({target})")}.{GeneratedNames.Escape(member.Name)} = value",
            JsonSetter.Accessor => $"{AccessorEmitter.Call(member.Accessor!, SetterName(id, index, type))}({(type.IsValueType ? "ref " : "")}{target}, value)",
            _ => null,
        };
    }

    private static string SetterName(string id, int index, JsonTypeModel type) => $"Set{id}_{index}_{type.Members[index].Name}";
}
