using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads <c>[JsonConverter]</c> on types and members.</summary>
internal static class JsonConverters
{
    private const string MakeOwn = "name a converter class with a public parameterless constructor in [JsonConverter]";

    /// <summary>The attribute, or one that derives from it; null without one.</summary>
    public static AttributeData? Find(ISymbol symbol)
        => symbol.GetAttributes().FirstOrDefault(attribute => Bases(attribute.AttributeClass).Any(IsConverterAttribute));

    /// <summary>The converter that the attribute names; null, with the reason, if emitted code cannot construct it.</summary>
    public static JsonCustomConverter? Read(AttributeData attribute, ITypeSymbol type, Compilation compilation, out string? reason, out string cure)
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
        if (IsStringEnums(converter) && (underlying ?? type).TypeKind == TypeKind.Enum && (converter.Arity == 0 || Same(underlying ?? type, Converted(converter))))
            return new(null, JsonNames.Key(underlying ?? type), underlying is not null);
        if (converter.IsUnboundGenericType)
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
            reason = $"'{JsonNames.Display(converter)}' is not a JsonConverter";
            return null;
        }
        else if (!converter.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public) || converter.IsAbstract)
        {
            reason = $"its converter '{JsonNames.Display(converter)}' has no public parameterless constructor";
            return null;
        }
        else if (IsStringEnums(converter) && converter.Arity == 0)
        {
            reason = $"its converter 'JsonStringEnumConverter' converts enums, but '{JsonNames.Display(type)}' is not one";
            cure = "remove the converter";
            return null;
        }
        else if (Converted(converter) is { } converted && !Same(converted, type) && !Same(converted, underlying))
        {
            reason = $"its converter '{JsonNames.Display(converter)}' converts '{JsonNames.Display(converted)}'";
            cure = $"name a converter of '{JsonNames.Display(type)}'";
            return null;
        }
        return new(JsonNames.Key(converter), JsonNames.Key(underlying ?? type), underlying is not null);
    }

    /// <summary>
    /// The types that a converter may pass to the serializer: its code is not analyzed, so these are all types that the type and the
    /// converter contain. Without a contract for them, the converter would fail at the first message.
    /// </summary>
    public static IEnumerable<ITypeSymbol> Inside(ITypeSymbol type, AttributeData attribute)
    {
        if (type is not INamedTypeSymbol { TypeKind: not TypeKind.Enum } named) return [];
        IEnumerable<ITypeSymbol> arguments = attribute.First() is INamedTypeSymbol converter ? named.TypeArguments.Concat(converter.TypeArguments) : named.TypeArguments;
        return JsonMembers.Hierarchy(named).SelectMany(declaring => declaring.GetMembers()).Select(Held).OfType<ITypeSymbol>().Concat(arguments)
            .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);
    }

    private static ITypeSymbol? Held(ISymbol member) => member switch
    {
        IPropertySymbol { IsStatic: false, IsImplicitlyDeclared: false } property => property.Type,
        IFieldSymbol { IsStatic: false, AssociatedSymbol: null } field => field.Type,
        _ => null,
    };

    /// <summary>The converter that writes an enum's values by their names.</summary>
    public static JsonCustomConverter EnumNames(ITypeSymbol type) => new(null, JsonNames.Key(type), false);

    /// <summary>
    /// Whether the type has a converter that turns its values into property names, and, for reading, back. A factory may.
    /// </summary>
    public static bool MakesKeys(ITypeSymbol type, JsonUse use)
    {
        if (Find(type)?.First() is not INamedTypeSymbol converter) return false;
        if (Bases(converter).Any(t => t.Name == "JsonConverterFactory")) return true;
        bool Overrides(string method) => Bases(converter).Any(t => t.GetMembers(method).Any(member => member.IsOverride));
        return Overrides("WriteAsPropertyName") && (use == JsonUse.Sent || Overrides("ReadAsPropertyName"));
    }

    // The one type that a converter converts; null if only its code knows it.
    private static ITypeSymbol? Converted(INamedTypeSymbol converter)
    {
        foreach (var t in Bases(converter))
        {
            if (t is { Name: "JsonConverter" or "JsonStringEnumConverter", Arity: 1 }) return t.TypeArguments[0];
            if (t.GetMembers("CanConvert").Any(member => member.IsOverride)) return null;
        }
        return null;
    }

    private static bool IsStringEnums(INamedTypeSymbol converter) => converter.Name == "JsonStringEnumConverter" && converter.Namespace() == "System.Text.Json.Serialization";

    private static bool Same(ITypeSymbol one, ITypeSymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);

    private static bool IsConverterAttribute(INamedTypeSymbol type)
        => type.Name == "JsonConverterAttribute" && type.Namespace() == "System.Text.Json.Serialization";

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType) yield return type;
    }
}
