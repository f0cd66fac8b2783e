using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Chooses the constructor that System.Text.Json would choose.</summary>
internal static class JsonConstructors
{
    /// <summary>The constructor; or null, and the reason.</summary>
    public static JsonConstructor? Choose(INamedTypeSymbol type, List<JsonMemberSymbol> members, Compilation compilation,
        out IMethodSymbol? chosen, out string? problem)
    {
        chosen = null;
        problem = null;
        if (type.TypeKind == TypeKind.Interface || type.IsAbstract)
        {
            problem = $"'{JsonNames.Display(type)}' is {(type.TypeKind == TypeKind.Interface ? "an interface" : "abstract")} and cannot be constructed";
            return null;
        }

        var marked = type.InstanceConstructors.Where(constructor => constructor.HasJson("JsonConstructor")).ToArray();
        if (marked.Length > 1)
        {
            problem = $"'{JsonNames.Display(type)}' has more than one [JsonConstructor]";
            return null;
        }
        var open = type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToArray();
        var parameterless = open.FirstOrDefault(constructor => constructor.Parameters.IsEmpty);
        chosen = marked.Length == 1 ? marked[0]
            : IsKeyValuePair(type) ? open.First(constructor => constructor.Parameters.Length == 2)
            : type.IsValueType ? parameterless
            : parameterless ?? (open.Length == 1 ? open[0] : null);
        if (chosen is null)
        {
            problem = open.Length == 0
                ? $"'{JsonNames.Display(type)}' has no public constructor"
                : $"'{JsonNames.Display(type)}' has {open.Length} constructors, and none is marked [JsonConstructor]";
            return null;
        }
        if (chosen.HasTwin())
        {
            problem = $"'{JsonNames.Display(type)}' has two constructors with the same parameters";
            return null;
        }
        foreach (var parameter in chosen.Parameters)
        {
            if (parameter.RefKind == RefKind.None && members.Exists(member => Matches(parameter, member))) continue;
            problem = $"the parameter '{parameter.Name}' of the constructor of '{JsonNames.Display(type)}' has no property of the same name and type";
            return null;
        }

        var satisfied = !Hierarchy(type).Any(HasRequired) || SetsRequired(chosen);
        var isDefault = type.IsValueType && chosen is { Parameters.IsEmpty: true, IsImplicitlyDeclared: true };
        return new()
        {
            IsDefault = isDefault,
            Accessor = isDefault || (satisfied && JsonAccess.IsReachable(chosen, compilation)) ? null : JsonAccess.Accessor(chosen),
            Parameters = chosen.Parameters.Select(Parameter).ToEquatableArray(),
        };
    }

    /// <summary>The cure for a type that cannot be constructed from JSON.</summary>
    public static string Cure(INamedTypeSymbol type) => (type.TypeKind == TypeKind.Interface || type.IsAbstract, JsonNames.IsDeclaredHere(type)) switch
    {
        (true, true) => "name the types that it may be with [JsonDerivedType], or take one of them",
        (false, true) => "give it one public constructor whose parameters are its properties",
        _ => "use a type of your own",
    };

    /// <summary>Whether the parameter receives the member's value.</summary>
    public static bool Matches(IParameterSymbol parameter, JsonMemberSymbol member)
        => string.Equals(parameter.Name, member.Symbol.Name, StringComparison.OrdinalIgnoreCase)
            && SymbolEqualityComparer.Default.Equals(parameter.Type, member.Type);

    /// <summary>The error if a parameter would receive the values of several members; null if none does.</summary>
    public static string? Ambiguous(IMethodSymbol? constructor, List<JsonMemberSymbol> members)
        => constructor?.Parameters
            .Select(parameter => (parameter, matching: members.FindAll(member => !member.IsIgnored && Matches(parameter, member))))
            .Where(pair => pair.matching.Count > 1)
            .Select(pair => $"'{pair.matching[0].Symbol.Name}' and '{pair.matching[1].Symbol.Name}' are both the parameter '{pair.parameter.Name}' of the constructor")
            .FirstOrDefault();

    /// <summary>Whether the constructor makes <c>required</c> ineffective.</summary>
    public static bool SetsRequired(IMethodSymbol? constructor)
        => constructor?.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute" && !attribute.IsBroken()) == true;

    /// <summary>Whether the type itself declares <c>required</c> members.</summary>
    public static bool HasRequired(INamedTypeSymbol type)
        => type.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });

    private static JsonParameter Parameter(IParameterSymbol parameter)
        => new(parameter.Name, JsonNames.Key(parameter.Type), JsonNullability.Of(parameter),
            parameter.HasExplicitDefaultValue ? JsonDefault.Of(parameter.ExplicitDefaultValue) : null);

    private static IEnumerable<INamedTypeSymbol> Hierarchy(INamedTypeSymbol type) => JsonMembers.Hierarchy(type);

    public static bool IsKeyValuePair(INamedTypeSymbol type)
        => type is { Name: "KeyValuePair", Arity: 2 } && type.Namespace() == "System.Collections.Generic";
}
