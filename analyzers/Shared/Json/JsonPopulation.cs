using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Validates <c>[JsonObjectCreationHandling(Populate)]</c>, which System.Text.Json refuses if there is nothing to fill.</summary>
internal static class JsonPopulation
{
    private const string TakeAway = "take [JsonObjectCreationHandling] away";

    /// <summary>The misuse of the attribute on a member, or on the member's declaring type: reason and cure.</summary>
    public static (string Reason, string Cure)? Misuse(JsonMemberSymbol member, INamedTypeSymbol type, IMethodSymbol? constructor, Compilation compilation)
    {
        if (member.IsIgnored) return null;
        var own = member.Symbol.Creation();
        if ((own ?? type.Creation()) != JsonCreationHandling.Populate) return null;

        // An attribute on the type skips members that cannot be populated.
        if (WhyNot(member, compilation) is { } reason) return own is null ? null : (reason, TakeAway);
        return constructor is { Parameters.IsEmpty: false }
            ? ($"'{member.Symbol.Name}' cannot be populated, because the constructor of '{JsonNames.Display(type)}' has parameters",
                own is null ? $"mark it [JsonObjectCreationHandling(JsonObjectCreationHandling.Replace)], or {TakeAway}" : TakeAway)
            : null;
    }

    private static string? WhyNot(JsonMemberSymbol member, Compilation compilation)
    {
        var (symbol, type) = (member.Symbol, member.Type);
        var isIncluded = symbol.HasJson("JsonInclude");
        bool IsUsable(IMethodSymbol? accessor) => accessor is not null && (isIncluded || accessor.DeclaredAccessibility == Accessibility.Public);
        if (JsonConverters.Find(symbol) is not null || !CanPopulate(type, compilation))
            return $"'{JsonNames.Display(type)}' cannot be populated";
        if (symbol is IPropertySymbol readable && !IsUsable(readable.GetMethod)) return $"'{symbol.Name}' cannot be populated without a getter";
        if (type.IsValueType && (symbol is IFieldSymbol { IsReadOnly: true } || symbol is IPropertySymbol property && !IsUsable(property.SetMethod)))
            return $"'{symbol.Name}' is a copy, and cannot be populated without a setter";
        return JsonHierarchies.TellsTypesApart(type) ? $"'{JsonNames.Display(type)}' is known only when its JSON is read, and cannot be populated" : null;
    }

    private static bool CanPopulate(ITypeSymbol type, Compilation compilation)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        if (type.TypeKind == TypeKind.Enum || type.SpecialType == SpecialType.System_Object) return false;
        if (JsonValues.IsValue(type) || JsonConverters.Find(type) is not null) return false;
        return JsonCollection.Of(type, compilation) is not { } collection || collection.Kind is not (JsonCollectionKind.Array or JsonCollectionKind.Memory
            or JsonCollectionKind.ReadOnlyMemory or JsonCollectionKind.Immutable or JsonCollectionKind.ImmutableDictionary
            or JsonCollectionKind.ReadOnlyDictionaryInterface or JsonCollectionKind.Enumerable);
    }
}
