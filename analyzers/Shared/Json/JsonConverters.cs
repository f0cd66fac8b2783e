using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads <c>[JsonConverter]</c> on types and members.</summary>
internal static class JsonConverters
{
    private const string StringEnums = "global::System.Text.Json.Serialization.JsonStringEnumConverter";
    private const string MakeOwn = "name a converter class with a public parameterless constructor in [JsonConverter]";

    /// <summary>The attribute, also one that derives from it; null without one.</summary>
    public static AttributeData? Find(ISymbol symbol)
        => symbol.GetAttributes().FirstOrDefault(attribute => Bases(attribute.AttributeClass).Any(IsConverterAttribute));

    /// <summary>
    /// The converter as an expression in which <c>options</c> is in scope, by the helpers that every contract class has; null, and why, where
    /// emitted code cannot construct it.
    /// </summary>
    public static string? Expression(AttributeData attribute, ITypeSymbol type, Compilation compilation, out string? reason, out string cure)
    {
        cure = MakeOwn;
        reason = null;
        if (!IsConverterAttribute(attribute.AttributeClass!) || attribute.First() is not INamedTypeSymbol converter)
        {
            reason = $"[{attribute.AttributeClass!.Name}] makes its converter at run time";
            return null;
        }
        var underlying = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0] : null;
        var name = JsonNames.Key(converter);
        // The one that is not generic needs reflection; the generic one does the same without.
        if (name == StringEnums && (underlying ?? type).TypeKind == TypeKind.Enum)
        {
            name += $"<{JsonNames.Key(underlying ?? type)}>";
        }
        else if (converter.IsUnboundGenericType)
        {
            reason = $"its converter '{JsonNames.Display(converter)}' is an open generic type";
            return null;
        }
        else if (JsonAccess.CannotName(converter, compilation) is { } problem)
        {
            (reason, cure) = (problem.Reason, problem.Cure);
            return null;
        }
        else if (!Bases(converter).Any(t => t is { Name: "JsonConverter", Arity: 0 }))
        {
            reason = $"'{JsonNames.Display(converter)}' is no JsonConverter";
            return null;
        }
        else if (!converter.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public) || converter.IsAbstract)
        {
            reason = $"its converter '{JsonNames.Display(converter)}' has no public parameterless constructor";
            return null;
        }
        else if (name == StringEnums)
        {
            reason = $"its converter 'JsonStringEnumConverter' converts enums, and '{JsonNames.Display(type)}' is none";
            cure = "take the converter away";
            return null;
        }
        else if (Converted(converter) is { } converted && !Same(converted, type) && !Same(converted, underlying))
        {
            reason = $"its converter '{JsonNames.Display(converter)}' converts '{JsonNames.Display(converted)}'";
            cure = $"name a converter of '{JsonNames.Display(type)}'";
            return null;
        }
        return underlying is null
            ? $"Converter<{JsonNames.Key(type)}>(new {name}(), options)"
            : $"NullableConverter<{JsonNames.Key(underlying)}>(new {name}(), options)";
    }

    /// <summary>The converter that writes an enum's values by their names.</summary>
    public static string StringEnum(ITypeSymbol type)
        => $"Converter<{JsonNames.Key(type)}>(new {StringEnums}<{JsonNames.Key(type)}>(), options)";

    /// <summary>Whether the type has a converter that makes names of its values, and values of names where they are read. A factory may.</summary>
    public static bool MakesKeys(ITypeSymbol type, JsonUse use)
    {
        if (Find(type)?.First() is not INamedTypeSymbol converter) return false;
        if (Bases(converter).Any(t => t.Name == "JsonConverterFactory")) return true;
        bool Overrides(string method) => Bases(converter).Any(t => t.GetMembers(method).Any(member => member.IsOverride));
        return Overrides("WriteAsPropertyName") && (use == JsonUse.Sent || Overrides("ReadAsPropertyName"));
    }

    // The one type that a converter converts; null where only it knows.
    private static ITypeSymbol? Converted(INamedTypeSymbol converter)
    {
        foreach (var t in Bases(converter))
        {
            if (t is { Name: "JsonConverter" or "JsonStringEnumConverter", Arity: 1 }) return t.TypeArguments[0];
            if (t.GetMembers("CanConvert").Any(member => member.IsOverride)) return null;
        }
        return null;
    }

    private static bool Same(ITypeSymbol one, ITypeSymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);

    private static bool IsConverterAttribute(INamedTypeSymbol type)
        => type.Name == "JsonConverterAttribute" && type.Namespace() == "System.Text.Json.Serialization";

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType) yield return type;
    }
}
