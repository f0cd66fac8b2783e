using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads one member of an object.</summary>
internal static class JsonMemberReader
{
    public static JsonMember? Read(JsonMemberSymbol member, INamedTypeSymbol type, List<JsonMemberSymbol> all, bool isParameter, JsonUse use,
        IMethodSymbol? constructor, Compilation compilation, out JsonReading? refusal)
    {
        refusal = null;
        var symbol = member.Symbol;
        var segment = "." + symbol.Name;
        var property = symbol as IPropertySymbol;
        var isIncluded = symbol.HasJson("JsonInclude");
        var settings = JsonSettings.Of(type, compilation);
        JsonMember model = new()
        {
            Name = symbol.Name,
            JsonName = member.JsonName,
            FixedName = settings.Naming == JsonNaming.CamelCase ? symbol.Json("JsonPropertyName")?.Text() : member.JsonName,
            Type = JsonNames.Key(member.Type),
            Nullability = JsonNullability.Of(member, type),
            DeclaringType = JsonNames.Key(member.DeclaringType),
            IsField = property is null,
            IsVirtual = property is not null && member.IsVirtual,
            IsHidden = all.Exists(other => other != member && other.Symbol.Name == symbol.Name) || IsHiddenInType(symbol, type),
            Ignore = member.Ignore,
            Order = member.Order,
            IsIncluded = isIncluded,
            CanBeNull = !member.Type.IsValueType || member.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T,
        };
        if (member.IsIgnored)
        {
            // The member serves only a constructor's parameter, but its type must be nameable.
            if (JsonAccess.CannotName(member.Type, compilation) is not { } problem) return model;
            refusal = JsonReading.Refuse(problem, segment);
            return null;
        }

        if (JsonMisuse.OfMember(member, all, type, constructor, compilation) is { } misuse)
        {
            refusal = JsonReading.Refuse(misuse.Reason, misuse.Cure, segment);
            return null;
        }
        if (property is { ReturnsByRef: true } or { ReturnsByRefReadonly: true })
        {
            refusal = JsonReading.Refuse($"'{symbol.Name}' returns a reference", "return the value", segment);
            return null;
        }
        if (!symbol.CanBeReferencedByName)
        {
            refusal = JsonReading.Refuse($"'{symbol.Name}' is not a valid name in C#", "use a type of your own", segment);
            return null;
        }
        if (JsonAccess.IsForbidden(symbol))
        {
            refusal = JsonReading.Refuse($"'{symbol.Name}' is obsolete, and using it is an error", "leave it out with [JsonIgnore]", segment);
            return null;
        }
        if (isIncluded && !JsonAccess.IsReachable(symbol, compilation))
        {
            refusal = JsonReading.Refuse(new JsonObstacle($"'{symbol.Name}' has [JsonInclude] but emitted code cannot reach it", "make it internal", symbol.OriginalDefinition), segment);
            return null;
        }
        if (member.Ignore == JsonIgnore.WhenWritingNull && !model.CanBeNull)
        {
            refusal = JsonReading.Refuse($"'{symbol.Name}' is never null, and has JsonIgnoreCondition.WhenWritingNull",
                "use WhenWritingDefault, or make it nullable", segment);
            return null;
        }

        var isRequired = JsonMisuse.IsRequired(symbol, constructor);
        model = model with
        {
            CanGet = property is null || IsUsable(property.GetMethod, isIncluded),
            Getter = IsUsable(property?.GetMethod, isIncluded) && !JsonAccess.IsReachable(property!.GetMethod!, compilation) ? JsonAccess.Accessor(property.GetMethod!) : null,
            Setter = Setter(symbol, isIncluded, compilation),
            SetterActs = property is not null && !JsonSetters.OnlyKeep(property),
            IsRequired = isRequired,
            Ignore = member.Ignore ?? Default(settings.Ignore, member, model.CanBeNull),
            IsExtensionData = symbol.HasJson("JsonExtensionData"),
            NumberHandling = symbol.Numbers(),
            CreationHandling = symbol.Creation(),
        };
        // System.Text.Json refuses a type with a required property without a setter, even if the constructor sets it.
        if (isParameter && !isRequired && model.Setter != JsonSetter.Plain) model = model with { Setter = JsonSetter.Constructor };
        // A member that is only sent may be required and never read; a contract that calls it required would be refused.
        if (model.Setter == JsonSetter.None || member.Ignore == JsonIgnore.WhenReading) model = model with { IsRequired = false };
        if (model.Setter == JsonSetter.Accessor) model = model with { Accessor = JsonAccess.Accessor(property!.SetMethod!) };
        if (use == JsonUse.Received && isRequired && model.Setter == JsonSetter.None)
        {
            refusal = JsonReading.Refuse($"'{symbol.Name}' is required and cannot be set", "give it a setter or 'init'", segment);
            return null;
        }
        if (JsonConverters.Find(symbol) is { } attribute)
        {
            if (JsonNames.HasAnonymous(member.Type))
            {
                refusal = JsonReading.Refuse("a converter cannot be given anonymous types", "use a record in place of the anonymous type", segment);
                return null;
            }
            var converter = JsonConverters.Read(attribute, member.Type, compilation, out var reason, out var cure);
            if (converter is null)
            {
                refusal = JsonReading.Refuse(reason!, cure, segment);
                return null;
            }
            model = model with { Converter = converter };
        }
        return model;
    }

    private static JsonIgnore? Default(JsonIgnore condition, JsonMemberSymbol member, bool canBeNull)
        => condition switch
        {
            _ when member.Symbol.HasJson("JsonExtensionData") => null,
            JsonIgnore.WhenWritingDefault => condition,
            JsonIgnore.WhenWritingNull when canBeNull => condition,
            _ => null,
        };

    private static bool IsUsable(IMethodSymbol? accessor, bool isIncluded)
        => accessor is not null && (isIncluded || accessor.DeclaredAccessibility == Accessibility.Public);

    private static JsonSetter Setter(ISymbol symbol, bool isIncluded, Compilation compilation)
    {
        if (symbol is IFieldSymbol field) return field.IsReadOnly ? JsonSetter.None : JsonSetter.Plain;
        var setter = ((IPropertySymbol)symbol).SetMethod;
        if (!IsUsable(setter, isIncluded)) return JsonSetter.None;
        return !setter!.IsInitOnly && JsonAccess.IsReachable(setter, compilation) ? JsonSetter.Plain : JsonSetter.Accessor;
    }

    // A member between the type and the declaring type, in JSON or not, has the same name: 'value.Name' would bind to it.
    private static bool IsHiddenInType(ISymbol symbol, INamedTypeSymbol type)
    {
        foreach (var t in JsonMembers.Hierarchy(type))
        {
            if (SymbolEqualityComparer.Default.Equals(t, symbol.ContainingType)) return false;
            if (!t.GetMembers(symbol.Name).IsEmpty) return true;
        }
        return false;
    }
}
