using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads and validates <c>[JsonPolymorphic]</c> and <c>[JsonDerivedType]</c>.</summary>
internal static class JsonHierarchies
{
    /// <summary>The derived types that a value of this type may have.</summary>
    public static ITypeSymbol[] Derived(ITypeSymbol type) => [.. Attributes(type).Select(attribute => attribute.First()).OfType<ITypeSymbol>()];

    /// <summary>Whether the JSON contains a discriminator of these types.</summary>
    public static bool TellsTypesApart(ITypeSymbol type) => Attributes(type).Any(attribute => Discriminator(attribute) is not null);

    /// <summary>The derived types, each with its discriminator, a string or a number; null if it has none.</summary>
    public static IEnumerable<(INamedTypeSymbol Type, object? Discriminator)> Discriminated(ITypeSymbol type)
        => Attributes(type).Where(attribute => attribute.First() is INamedTypeSymbol).Select(attribute => ((INamedTypeSymbol)attribute.First()!, Discriminator(attribute)));

    /// <summary>The name of the property that holds the discriminator.</summary>
    public static string Property(ITypeSymbol type) => type.Json("JsonPolymorphic")?.Named("TypeDiscriminatorPropertyName") as string ?? "$type";

    /// <summary>Whether a value of a type that is not listed may be written as this one.</summary>
    public static bool WritesUnknownAsBase(ITypeSymbol type) => type.Json("JsonPolymorphic")?.Named("UnknownDerivedTypeHandling") is not (null or 0);

    /// <summary>The misuse that System.Text.Json refuses: reason and cure.</summary>
    public static (string Reason, string Cure)? Misuse(INamedTypeSymbol type, Compilation compilation)
    {
        var polymorphic = type.Json("JsonPolymorphic");
        var property = Property(type);
        if (property is "$id" or "$ref" or "$values") return ($"the property '{property}' cannot tell derived types apart: System.Text.Json reserves it", "choose another name");
        var attributes = Attributes(type).ToList();
        if (attributes.Count == 0)
            return polymorphic is null ? null : ($"'{JsonNames.Display(type)}' has [JsonPolymorphic] and names no derived type", "name them with [JsonDerivedType]");
        if (type.IsSealed) return ($"'{JsonNames.Display(type)}' is sealed, and nothing can derive from it", "remove [JsonDerivedType]");

        var fallsBackToNearest = polymorphic?.Named("UnknownDerivedTypeHandling") is 2;
        HashSet<object> discriminators = [];
        HashSet<ISymbol> types = new(SymbolEqualityComparer.Default);
        foreach (var attribute in attributes)
        {
            if (attribute.First() is not INamedTypeSymbol derived) continue;
            var name = JsonNames.Display(derived);
            if (derived.IsUnboundGenericType) return ($"[JsonDerivedType] names '{name}', which is an open generic type", "name it with its arguments");
            if (!compilation.HasImplicitConversion(derived, type))
                return ($"[JsonDerivedType] names '{name}', which does not derive from '{JsonNames.Display(type)}'", "name a type that does");
            if (derived.IsAbstract && !fallsBackToNearest) return ($"[JsonDerivedType] names '{name}', which no value ever is", "name the types that derive from it");
            if (!types.Add(derived)) return ($"[JsonDerivedType] names '{name}' twice", "keep one of them");
            if (Discriminator(attribute) is not { } discriminator) continue;
            if (!discriminators.Add(discriminator)) return ($"two [JsonDerivedType] have the discriminator '{discriminator}'", "give each its own");
            if (JsonConverters.Find(derived) is not null)
                return ($"'{name}' has a converter of its own, which writes no discriminator", "leave the discriminator out of [JsonDerivedType]");
            if (JsonMembers.Find(derived, compilation, out _)?.Find(member => IsNamed(member, property)) is { } member)
                return ($"'{name}.{member.Symbol.Name}' has the name of the property that tells derived types apart, '{property}'", "rename one of them");
        }
        return null;
    }

    private static bool IsNamed(JsonMemberSymbol member, string property)
        => !member.IsIgnored && member.JsonName == property && !member.Symbol.HasJson("JsonExtensionData");

    private static IEnumerable<AttributeData> Attributes(ITypeSymbol type)
        => type.GetAttributes().Where(attribute => attribute.AttributeClass is { Name: "JsonDerivedTypeAttribute" });

    private static object? Discriminator(AttributeData attribute) => attribute.ConstructorArguments.ElementAtOrDefault(1).Value;
}
