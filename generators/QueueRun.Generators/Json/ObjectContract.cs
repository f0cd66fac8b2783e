using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Writes the contract of a type that is a JSON object.</summary>
internal static class ObjectContract
{
    private const string Metadata = "global::System.Text.Json.Serialization.Metadata";

    /// <summary>The expression that creates the contract.</summary>
    public static string Info(JsonTypeModel type, string id)
    {
        var create = type.Constructor switch
        {
            null => "",
            { Parameters.Count: 0 } => $", create: static () => {New(type, id, "")}",
            var constructor => $", createWith: static arguments => {New(type, id, Arguments(constructor))}, parameters: {id}Parameters",
        };
        return $"EmittedContract.OfObject<{type.Name}>(options, {id}Properties{create})";
    }

    /// <summary>The methods that the expression uses.</summary>
    public static void EmitParts(SourceWriter writer, JsonTypeModel type, string id)
    {
        writer.WriteLine();
        EmitProperties(writer, type, id);
        if (type.Constructor is not { Parameters.Count: > 0 } constructor) return;
        writer.WriteLine();
        EmitParameters(writer, constructor, id);
    }

    private static string New(JsonTypeModel type, string id, string arguments)
        => type.Constructor switch
        {
            { IsDefault: true } => $"default({type.Name})",
            { Accessor: { } accessor } => $"{AccessorEmitter.Constructor(accessor, id)}({arguments})",
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
                var described = $"{i}, {Emitted.Literal(parameter.Name)}, typeof({parameter.Type})";
                writer.WriteLine(parameter.Default is { } value ? $"EmittedContract.Optional({described}, {Literals.Of(value, parameter.Type)})," : $"EmittedContract.Parameter({described}),");
            }
        }
    }

    private static void EmitProperties(SourceWriter writer, JsonTypeModel type, string id)
    {
        // A message accepts its marking property even if other unknown properties are refused or collected.
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
            writer.WriteLine(type.IsReordered
                ? $"return global::QueueRun.Messaging.MessageMembers.InOrder<{type.Name}>(properties, new[] {{ {string.Join(", ", type.Members.Select(member => Emitted.Literal(member.Name)))} }});"
                : "return properties;");
        }
    }

    private static void EmitProperty(SourceWriter writer, JsonTypeModel type, string id, int index)
    {
        var member = type.Members[index];
        if (IsOrdinary(member)) writer.WriteLine($"properties[{index}] = EmittedContract.Property<{member.Type}>({Arguments(type, id, index)});");
        else EmitUnusual(writer, type, id, index);
        if (member.IsRequired) writer.WriteLine($"properties[{index}].IsRequired = true;");
        if (member.Order != 0) writer.WriteLine($"properties[{index}].Order = {member.Order};");
        if (member.CreationHandling is { } creation) writer.WriteLine($"properties[{index}].ObjectCreationHandling = {SerializerNames.Expression(creation)};");
    }

    /// <summary>Whether one call of the runtime's <c>Property</c> can describe the member.</summary>
    private static bool IsOrdinary(JsonMember member)
        => member is { IsField: false, IsVirtual: false, IsIncluded: false, IsExtensionData: false, Ignore: null, NumberHandling: null, Converter: null };

    private static string Arguments(JsonTypeModel type, string id, int index)
    {
        var member = type.Members[index];
        var arguments = $"options, typeof({member.DeclaringType}), {Emitted.Literal(member.Name)}, {Getter(type, id, index) ?? "null"}";
        if (Setter(type, id, index) is { } setter) arguments += $", static (target, value) => {setter}";
        return member.FixedName is { } name ? $"{arguments}, jsonName: {Emitted.Literal(name)}" : arguments;
    }

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
            if (member.NumberHandling is { } numbers) writer.WriteLine($"NumberHandling = {SerializerNames.Expression(numbers)},");
            if (member.Converter is { } converter) writer.WriteLine($"Converter = {SerializerNames.Expression(converter)},");
            if (Getter(type, id, index) is { } getter) writer.WriteLine($"Getter = {getter},");
            if (Setter(type, id, index) is { } setter) writer.WriteLine($"Setter = static (target, value) => {setter},");
        }
    }

    private static string? Getter(JsonTypeModel type, string id, int index)
    {
        var member = type.Members[index];
        if (member.Getter is null)
            return member.CanGet ? $"static target => {OrMissing(member, $"(({member.DeclaringType})target).{GeneratedNames.Escape(member.Name)}")}" : null;

        var value = $"{AccessorEmitter.Getter(type, id, index)}({(type.IsValueType ? "ref " : "")}{Target(type, member)})";
        return $"static target => {OrMissing(member, value)}";
    }

    private static string Target(JsonTypeModel type, JsonMember member)
        => type.IsValueType ? $"global::System.Runtime.CompilerServices.Unsafe.Unbox<{member.DeclaringType}>(target)" : $"({member.DeclaringType})target";

    // A member that is not written if it has the default must keep that default.
    private static string OrMissing(JsonMember member, string value)
        => member is { Ignore: null or JsonIgnore.Never, Converter: null } ? MissingValues.Or(member.Type, value) : value;

    private static string? Setter(JsonTypeModel type, string id, int index)
    {
        var member = type.Members[index];
        var target = Target(type, member);
        return member.Setter switch
        {
            JsonSetter.Plain => $"{(type.IsValueType ? target : $"({target})")}.{GeneratedNames.Escape(member.Name)} = value",
            JsonSetter.Accessor => $"{AccessorEmitter.Setter(type, id, index)}({(type.IsValueType ? "ref " : "")}{target}, value)",
            _ => null,
        };
    }
}
