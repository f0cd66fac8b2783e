using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Attributes that System.Text.Json refuses when it first meets the type: said when the program is compiled instead.</summary>
internal static class JsonMisuse
{
    /// <summary>What is wrong with a member's attributes: reason and cure.</summary>
    public static (string Reason, string Cure)? OfMember(JsonMemberSymbol member, List<JsonMemberSymbol> all, Compilation compilation)
    {
        var symbol = member.Symbol;
        if (symbol.HasJson("JsonExtensionData"))
        {
            if (all.Find(other => other != member && other.Symbol.HasJson("JsonExtensionData")) is { } other)
                return ($"'{symbol.Name}' and '{other.Symbol.Name}' both have [JsonExtensionData]", "keep one of them");
            if (!CanHoldExtensions(member.Type))
                return ($"'{JsonNames.Display(member.Type)}' cannot hold what [JsonExtensionData] collects", "use a Dictionary<string, JsonElement>");
        }
        if (symbol.Json("JsonNumberHandling")?.First() is not (null or 0) && !HoldsNumbers(member.Type, compilation))
            return ($"'{symbol.Name}' has [JsonNumberHandling] and is no number", "take the attribute away");
        return null;
    }

    /// <summary>What is wrong with the attributes of a member that is read: reason and cure.</summary>
    public static (string Reason, string Cure)? OfReadMember(JsonMemberSymbol member, IMethodSymbol? constructor)
    {
        var symbol = member.Symbol;
        var isRequired = symbol.HasJson("JsonRequired")
            || (symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !JsonConstructors.SetsRequired(constructor));
        if (isRequired && member.Ignore is (JsonIgnore.Always or JsonIgnore.WhenReading))
            return ($"'{symbol.Name}' is required and never read", "take one of the two away");
        var isValue = member.Type is IArrayTypeSymbol or { TypeKind: TypeKind.Enum } || JsonValues.Converter(member.Type) is not null;
        return isValue && symbol.Json("JsonObjectCreationHandling")?.First() is 1
            ? ($"'{JsonNames.Display(member.Type)}' cannot be populated", "take [JsonObjectCreationHandling] away") : null;
    }

    /// <summary>What is wrong with a type's <c>[JsonDerivedType]</c>: reason and cure.</summary>
    public static (string Reason, string Cure)? OfDerived(INamedTypeSymbol type, Compilation compilation)
    {
        HashSet<object> seen = [];
        var property = type.Json("JsonPolymorphic")?.NamedArguments.FirstOrDefault(argument => argument.Key == "TypeDiscriminatorPropertyName").Value.Value
            as string ?? "$type";
        HashSet<ISymbol> types = new(SymbolEqualityComparer.Default);
        foreach (var attribute in type.GetAttributes().Where(attribute => attribute.AttributeClass is { Name: "JsonDerivedTypeAttribute" }))
        {
            if (attribute.First() is not INamedTypeSymbol derived) continue;
            var name = JsonNames.Display(derived);
            if (derived.IsUnboundGenericType) return ($"[JsonDerivedType] names '{name}', which is an open generic type", "name it with its arguments");
            if (!compilation.HasImplicitConversion(derived, type))
                return ($"[JsonDerivedType] names '{name}', which does not derive from '{JsonNames.Display(type)}'", "name a type that does");
            if (!types.Add(derived)) return ($"[JsonDerivedType] names '{name}' twice", "keep one of them");
            if (attribute.ConstructorArguments.ElementAtOrDefault(1).Value is not { } discriminator) continue;
            if (!seen.Add(discriminator)) return ($"two [JsonDerivedType] have the discriminator '{discriminator}'", "give each its own");
            if (JsonMembers.Find(derived, out _)?.Find(member => !member.IsIgnored && member.JsonName == property) is { } member)
                return ($"'{name}.{member.Symbol.Name}' has the name of the property that tells derived types apart, '{property}'", "rename one of them");
        }
        return null;
    }

    private static bool CanHoldExtensions(ITypeSymbol type)
        => type is { Name: "JsonObject", ContainingNamespace.Name: "Nodes" } || type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>().Any(candidate
            => candidate is { Name: "IDictionary" or "IReadOnlyDictionary", Arity: 2 }
                && candidate.TypeArguments[0].SpecialType == SpecialType.System_String
                && candidate.TypeArguments[1] is { SpecialType: SpecialType.System_Object } or { Name: "JsonElement" });

    private static bool HoldsNumbers(ITypeSymbol type, Compilation compilation)
    {
        var held = JsonValues.Converter(type) is null && JsonCollection.Of(type, compilation) is { } collection ? collection.Element : type;
        if (held is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) held = nullable.TypeArguments[0];
        return held.SpecialType == SpecialType.System_Object || held.TypeKind == TypeKind.Enum || JsonValues.IsNumber(held);
    }
}
