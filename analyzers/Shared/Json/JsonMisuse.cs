using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Attributes that System.Text.Json refuses at the first use of the type: reported at compile time instead.</summary>
internal static class JsonMisuse
{
    private const string KeepOne = "remove one of the two";

    /// <summary>The misuse of a member's attributes: reason and cure.</summary>
    public static (string Reason, string Cure)? OfMember(JsonMemberSymbol member, List<JsonMemberSymbol> all, INamedTypeSymbol type,
        IMethodSymbol? constructor, Compilation compilation)
    {
        var symbol = member.Symbol;
        if (symbol.Json("JsonPropertyName") is { } named && named.First() is null) return ($"the name of '{symbol.Name}' in JSON is null", "give it a name");
        if (symbol.HasJson("JsonExtensionData") && OfExtensionData(member, all, type, constructor) is { } extension) return extension;
        if (symbol.Numbers() is not (null or JsonNumberHandling.Strict) && !HoldsNumbers(member, compilation))
            return ($"'{symbol.Name}' has [JsonNumberHandling] but is not a number", "remove the attribute");
        return JsonPopulation.Misuse(member, type, constructor, compilation);
    }

    /// <summary>The misuse of attributes of a member that is read: reason and cure.</summary>
    public static (string Reason, string Cure)? OfReadMember(JsonMemberSymbol member, IMethodSymbol? constructor)
    {
        var symbol = member.Symbol;
        if (symbol.HasJson("JsonExtensionData") && !member.IsIgnored && CannotGrow(member.Type))
            return ($"'{JsonNames.Display(member.Type)}' cannot collect anything", "use a Dictionary<string, JsonElement>");
        return IsRequired(symbol, constructor) && member.Ignore is (JsonIgnore.Always or JsonIgnore.WhenReading)
            ? ($"'{symbol.Name}' is required and never read", KeepOne) : null;
    }

    /// <summary>The misuse of attributes of a member that is written: reason and cure.</summary>
    /// <remarks>
    /// System.Text.Json 10.0.12 writes a <c>JsonObject</c> of extension data with its own braces, inside those of the type:
    /// <c>{"a":1,{"b":2}}</c>.
    /// </remarks>
    public static (string Reason, string Cure)? OfWrittenMember(JsonMemberSymbol member)
        => member.Symbol.HasJson("JsonExtensionData") && !member.IsIgnored && IsJsonObject(member.Type)
            ? ($"'{member.Symbol.Name}' has [JsonExtensionData] and is a JsonObject, which System.Text.Json writes as invalid JSON", "use a Dictionary<string, JsonElement>")
            : null;

    /// <summary>Whether the JSON must contain the member.</summary>
    public static bool IsRequired(ISymbol symbol, IMethodSymbol? constructor)
        => symbol.HasJson("JsonRequired")
            || (symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !JsonConstructors.SetsRequired(constructor));

    /// <summary>The misuse of attributes on a type that is not a JSON object: reason and cure.</summary>
    public static (string Reason, string Cure)? OfValue(ITypeSymbol type, bool hasConverter)
    {
        foreach (var name in new[] { "JsonUnmappedMemberHandling", "JsonObjectCreationHandling" })
        {
            if (type.HasJson(name)) return ($"'{JsonNames.Display(type)}' has [{name}], which is for the members of objects", "remove the attribute");
        }
        if (!hasConverter) return null;
        if (type.Numbers() is not (null or JsonNumberHandling.Strict))
            return ($"'{JsonNames.Display(type)}' has [JsonNumberHandling] and a converter", KeepOne);
        return JsonHierarchies.TellsTypesApart(type)
            ? ($"'{JsonNames.Display(type)}' has a converter of its own, which writes no discriminator", "leave the discriminator out of [JsonDerivedType]") : null;
    }

    /// <summary>Invalid names of an enum's values: reason and cure. They are checked even if values are written as numbers.</summary>
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
        return type.Unmapped() == JsonUnmappedHandling.Disallow
            ? ($"'{symbol.Name}' collects what '{JsonNames.Display(type)}' disallows with [JsonUnmappedMemberHandling]", KeepOne) : null;
    }

    private static bool CanHoldExtensions(ITypeSymbol type)
        => IsJsonObject(type) || type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>().Any(candidate
            => candidate is { Name: "IDictionary", Arity: 2 }
                && candidate.TypeArguments[0].SpecialType == SpecialType.System_String
                && candidate.TypeArguments[1] is { SpecialType: SpecialType.System_Object } or { Name: "JsonElement" });

    private static bool IsJsonObject(ITypeSymbol type) => type is { Name: "JsonObject", ContainingNamespace.Name: "Nodes" };

    private static bool CannotGrow(ITypeSymbol type)
        => type.Namespace() is "System.Collections.Immutable" or "System.Collections.Frozen"
            || type is { Name: "ReadOnlyDictionary", ContainingNamespace.Name: "ObjectModel" };

    private static bool HoldsNumbers(JsonMemberSymbol member, Compilation compilation)
    {
        var held = member.Type;
        // A converter handles a collection itself, but a number is a number with any converter.
        var isConverted = JsonConverters.Find(member.Symbol) is not null || JsonConverters.Find(held) is not null;
        if (!isConverted && !JsonValues.IsValue(held) && JsonCollection.Of(held, compilation) is { } collection) held = collection.Element;
        if (held is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) held = nullable.TypeArguments[0];
        return held.SpecialType == SpecialType.System_Object || JsonValues.IsNumber(held);
    }
}
