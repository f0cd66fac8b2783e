using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Judges <c>[JsonObjectCreationHandling(Populate)]</c>, which System.Text.Json refuses where there is nothing that could be filled.</summary>
internal static class JsonPopulation
{
    private const string TakeAway = "take [JsonObjectCreationHandling] away";

    /// <summary>What is wrong with the attribute of a member, or with its type's for the member: reason and cure.</summary>
    public static (string Reason, string Cure)? Misuse(JsonMemberSymbol member, INamedTypeSymbol type, IMethodSymbol? constructor, Compilation compilation)
    {
        if (member.IsIgnored) return null;
        var own = member.Symbol.Json("JsonObjectCreationHandling");
        if (!IsPopulate(own) && (own is not null || !IsPopulate(type.Json("JsonObjectCreationHandling")))) return null;

        // A type's attribute leaves alone what cannot be populated.
        if (WhyNot(member, compilation) is { } reason) return own is null ? null : (reason, TakeAway);
        return constructor is { Parameters.IsEmpty: false }
            ? ($"'{member.Symbol.Name}' cannot be populated, because the constructor of '{JsonNames.Display(type)}' has parameters",
                own is null ? $"mark it [JsonObjectCreationHandling(JsonObjectCreationHandling.Replace)], or {TakeAway}" : TakeAway)
            : null;
    }

    private static bool IsPopulate(AttributeData? attribute) => attribute?.First() is 1;

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
        if (JsonValues.Converter(type) is not null || JsonConverters.Find(type) is not null) return false;
        return JsonCollection.Of(type, compilation) is not { } collection || collection.Factory is not ("CreateArrayInfo" or "CreateMemoryInfo"
            or "CreateReadOnlyMemoryInfo" or "CreateImmutableEnumerableInfo" or "CreateImmutableDictionaryInfo" or "CreateIReadOnlyDictionaryInfo"
            or "CreateIEnumerableInfo");
    }
}
