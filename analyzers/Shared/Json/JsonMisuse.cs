using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Attributes that System.Text.Json refuses when it first meets the type: said when the program is compiled instead.</summary>
internal static class JsonMisuse
{
    private const string KeepOne = "take one of the two away";

    /// <summary>What is wrong with a member's attributes: reason and cure.</summary>
    public static (string Reason, string Cure)? OfMember(JsonMemberSymbol member, List<JsonMemberSymbol> all, INamedTypeSymbol type,
        IMethodSymbol? constructor, Compilation compilation)
    {
        var symbol = member.Symbol;
        if (symbol.Json("JsonPropertyName") is { } named && named.First() is null) return ($"the name of '{symbol.Name}' in JSON is null", "give it a name");
        if (symbol.HasJson("JsonExtensionData") && OfExtensionData(member, all, type, constructor) is { } extension) return extension;
        if (symbol.Json("JsonNumberHandling")?.First() is not (null or 0) && !HoldsNumbers(member, compilation))
            return ($"'{symbol.Name}' has [JsonNumberHandling] and is no number", "take the attribute away");
        return JsonPopulation.Misuse(member, type, constructor, compilation);
    }

    /// <summary>What is wrong with the attributes of a member that is read: reason and cure.</summary>
    public static (string Reason, string Cure)? OfReadMember(JsonMemberSymbol member, IMethodSymbol? constructor)
    {
        var symbol = member.Symbol;
        if (symbol.HasJson("JsonExtensionData") && !member.IsIgnored && CannotGrow(member.Type))
            return ($"'{JsonNames.Display(member.Type)}' cannot collect anything", "use a Dictionary<string, JsonElement>");
        return IsRequired(symbol, constructor) && member.Ignore is (JsonIgnore.Always or JsonIgnore.WhenReading)
            ? ($"'{symbol.Name}' is required and never read", KeepOne) : null;
    }

    /// <summary>Whether JSON must have the member.</summary>
    public static bool IsRequired(ISymbol symbol, IMethodSymbol? constructor)
        => symbol.HasJson("JsonRequired")
            || (symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !JsonConstructors.SetsRequired(constructor));

    /// <summary>What is wrong with attributes on a type that is no JSON object: reason and cure.</summary>
    public static (string Reason, string Cure)? OfValue(ITypeSymbol type, bool hasConverter)
    {
        foreach (var name in new[] { "JsonUnmappedMemberHandling", "JsonObjectCreationHandling" })
        {
            if (type.HasJson(name)) return ($"'{JsonNames.Display(type)}' has [{name}], which is for the members of objects", "take the attribute away");
        }
        if (!hasConverter) return null;
        if (type.Json("JsonNumberHandling")?.First() is not (null or 0))
            return ($"'{JsonNames.Display(type)}' has [JsonNumberHandling] and a converter", KeepOne);
        return JsonHierarchies.TellsTypesApart(type)
            ? ($"'{JsonNames.Display(type)}' has a converter of its own, which writes no discriminator", "leave the discriminator out of [JsonDerivedType]") : null;
    }

    /// <summary>What is wrong with the names of an enum's values: reason and cure. They are looked at even where values are numbers.</summary>
    public static (string Reason, string Cure)? OfEnum(ITypeSymbol type)
    {
        var isFlags = type.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "FlagsAttribute", ContainingNamespace.Name: "System" });
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.Json("JsonStringEnumMemberName") is not { } attribute) continue;
            var name = attribute.First() as string ?? "";
            if (name.Length == 0 || name != name.Trim() || (isFlags && name.Contains(',')))
                return ($"'{JsonNames.Display(type)}.{field.Name}' cannot be called '{name}' in JSON", "give it a name without white space around it, or commas");
        }
        return null;
    }

    private static (string Reason, string Cure)? OfExtensionData(JsonMemberSymbol member, List<JsonMemberSymbol> all, INamedTypeSymbol type, IMethodSymbol? constructor)
    {
        var symbol = member.Symbol;
        if (all.Find(other => other != member && other.Symbol.HasJson("JsonExtensionData")) is { } other)
            return ($"'{symbol.Name}' and '{other.Symbol.Name}' both have [JsonExtensionData]", "keep one of them");
        if (!CanHoldExtensions(member.Type))
            return ($"'{JsonNames.Display(member.Type)}' cannot hold what [JsonExtensionData] collects", "use a Dictionary<string, JsonElement>");
        if (IsRequired(symbol, constructor)) return ($"'{symbol.Name}' has [JsonExtensionData] and is required", KeepOne);
        if (constructor?.Parameters.Any(parameter => JsonConstructors.Matches(parameter, member)) == true)
            return ($"'{symbol.Name}' has [JsonExtensionData], and is a parameter of the constructor", "make it a property that the constructor does not set");
        return type.Json("JsonUnmappedMemberHandling")?.First() is 1
            ? ($"'{symbol.Name}' collects what '{JsonNames.Display(type)}' disallows with [JsonUnmappedMemberHandling]", KeepOne) : null;
    }

    private static bool CanHoldExtensions(ITypeSymbol type)
        => type is { Name: "JsonObject", ContainingNamespace.Name: "Nodes" } || type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>().Any(candidate
            => candidate is { Name: "IDictionary", Arity: 2 }
                && candidate.TypeArguments[0].SpecialType == SpecialType.System_String
                && candidate.TypeArguments[1] is { SpecialType: SpecialType.System_Object } or { Name: "JsonElement" });

    private static bool CannotGrow(ITypeSymbol type)
        => type.Namespace() is "System.Collections.Immutable" or "System.Collections.Frozen"
            || type is { Name: "ReadOnlyDictionary", ContainingNamespace.Name: "ObjectModel" };

    private static bool HoldsNumbers(JsonMemberSymbol member, Compilation compilation)
    {
        var held = member.Type;
        // A converter knows what a collection is, but a number is one whoever writes it.
        var isConverted = JsonConverters.Find(member.Symbol) is not null || JsonConverters.Find(held) is not null;
        if (!isConverted && JsonValues.Converter(held) is null && JsonCollection.Of(held, compilation) is { } collection) held = collection.Element;
        if (held is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) held = nullable.TypeArguments[0];
        return held.SpecialType == SpecialType.System_Object || JsonValues.IsNumber(held);
    }
}
