using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The schemas of objects: their members as they are written, or as they are read.</summary>
internal sealed class SchemaObjects(SchemaReader schemas, Compilation compilation)
{
    /// <summary>The properties that QueueRun reads itself: a type that refuses unknown properties accepts these.</summary>
    private static readonly string[] s_protocol = ["#", "traceparent", "tracestate"];

    /// <summary>The object, with other properties before its members.</summary>
    public Schema Read(INamedTypeSymbol type, JsonTypeModel model, JsonUse use, IReadOnlyList<SchemaWord> before, IReadOnlyList<string> requiredBefore)
    {
        var symbols = JsonMembers.Find(type, compilation, out _) ?? [];
        List<SchemaWord> properties = [.. before];
        List<string> required = [.. requiredBefore];
        var isOpen = false;
        foreach (var member in model.Members)
        {
            if (use == JsonUse.Sent ? !member.IsWritten : !IsRead(member, model)) continue;
            if (member.IsExtensionData)
            {
                isOpen = true;
                continue;
            }
            if (before.Any(property => property.Keyword == member.JsonName)) continue;
            var symbol = symbols.Find(symbol => symbol.Symbol.Name == member.Name && JsonNames.Key(symbol.DeclaringType) == member.DeclaringType)!;
            var schema = (use == JsonUse.Sent ? Written(member, symbol, model) : Taken(member, symbol, model)).Described(DocComment.Summary(symbol.Symbol));
            properties.Add(new(member.JsonName, schema.ToString()));
            if (IsAlways(member, symbol, model, use)) required.Add(member.JsonName);
        }
        var found = Schema.Of("object");
        var isClosed = use == JsonUse.Received && model.UnmappedHandling == JsonUnmappedHandling.Disallow;
        if (isClosed && before.Count > 0) properties.AddRange(s_protocol.Where(name => !properties.Exists(property => property.Keyword == name)).Select(name => new SchemaWord(name, "{}")));
        if (properties.Count > 0) found = found.With("properties", new Schema(properties.ToEquatableArray()).ToString());
        if (required.Count > 0) found = found.With("required", JsonText.Strings(required));
        return isClosed ? found.With("additionalProperties", "false") : isOpen ? found.With("additionalProperties", "true") : found;
    }

    private static bool IsRead(JsonMember member, JsonTypeModel model)
        => member.Ignore is not (JsonIgnore.Always or JsonIgnore.WhenReading)
            && (member.Setter != JsonSetter.None || member.IsExtensionData || (member.CreationHandling ?? model.CreationHandling) == JsonCreationHandling.Populate);

    private static bool IsAlways(JsonMember member, JsonMemberSymbol symbol, JsonTypeModel model, JsonUse use)
    {
        if (use == JsonUse.Sent)
            return member.Ignore switch
            {
                JsonIgnore.WhenWritingDefault => symbol.Type.IsReferenceType && !AllowsNull(symbol.Type),
                JsonIgnore.WhenWritingNull => !AllowsNull(symbol.Type),
                _ => true,
            };
        if (member.IsRequired) return true;
        // In C# the argument cannot be left out. The server reads a missing one as the type's default, which may be no value of the type.
        return Parameter(member, model) is { Default: null } && !AllowsNull(symbol.Type);
    }

    private Schema Written(JsonMember member, JsonMemberSymbol symbol, JsonTypeModel model)
    {
        // A null is left out.
        var isNull = member.Ignore is JsonIgnore.WhenWritingDefault or JsonIgnore.WhenWritingNull;
        if (member.Converter is { } converter) return Converted(converter, symbol, isNull);
        var numbers = member.NumberHandling ?? model.NumberHandling;
        if (!isNull) return schemas.Use(symbol.Type, JsonUse.Sent, numbers);
        return schemas.Value(Underlying(symbol.Type) ?? symbol.Type, JsonUse.Sent, numbers);
    }

    private Schema Taken(JsonMember member, JsonMemberSymbol symbol, JsonTypeModel model)
    {
        var schema = member.Converter is { } converter ? Converted(converter, symbol, false)
            // What is never set is only filled.
            : schemas.Use(symbol.Type, member.Setter == JsonSetter.None ? JsonUse.Sent : JsonUse.Received, member.NumberHandling ?? model.NumberHandling);
        return Parameter(member, model)?.Default is { } value && Default(value, member, symbol) is { } json ? schema.With("default", json) : schema;
    }

    private static Schema Converted(JsonCustomConverter converter, JsonMemberSymbol symbol, bool isNullLeftOut)
    {
        if (!converter.IsOfEnumNames) return Schema.Unknown;
        var names = SchemaEnums.Of((INamedTypeSymbol)(Underlying(symbol.Type) ?? symbol.Type), asNames: true);
        return Underlying(symbol.Type) is not null && !isNullLeftOut ? names.OrNull() : names;
    }

    private static JsonParameter? Parameter(JsonMember member, JsonTypeModel model)
        => model.Constructor?.Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase) && parameter.Type == member.Type);

    /// <summary>The default as JSON; null if it has no simple form.</summary>
    private string? Default(JsonDefault value, JsonMember member, JsonMemberSymbol symbol)
    {
        if (value.Value is not { } kind) return AllowsNull(symbol.Type) ? "null" : null;
        if (kind is JsonValueType.String or JsonValueType.Character or JsonValueType.DateTime) return JsonText.Quote(value.Text);
        var type = Underlying(symbol.Type) ?? symbol.Type;
        if (type.TypeKind == TypeKind.Enum && (member.Converter is { IsOfEnumNames: true } || JsonShapes.Inside(type, JsonUse.Received, compilation).Model?.Kind == JsonKind.NamedEnum))
            return SchemaEnums.Name((INamedTypeSymbol)type, value.Text) is { } name ? JsonText.Quote(name) : null;
        return kind == JsonValueType.Boolean || JsonText.IsNumber(value.Text) ? value.Text : JsonText.Quote(value.Text);
    }

    private static bool AllowsNull(ITypeSymbol type) => type.IsReferenceType ? type.NullableAnnotation != NullableAnnotation.NotAnnotated : Underlying(type) is not null;

    private static ITypeSymbol? Underlying(ITypeSymbol type)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;
}
