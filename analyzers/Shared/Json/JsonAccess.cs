using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Why emitted code cannot name a symbol.</summary>
/// <param name="Reason">The reason, as a sentence without its full stop.</param>
/// <param name="Cure">What to do about it.</param>
/// <param name="Hidden">The symbol to make internal, if that is the cure.</param>
internal sealed record JsonObstacle(string Reason, string Cure, ISymbol? Hidden = null);

/// <summary>Decides which symbols emitted code can name and reach.</summary>
internal static class JsonAccess
{
    public static bool IsReachable(ISymbol symbol, Compilation compilation) => Symbols.IsReachable(symbol, compilation);

    /// <summary>Why emitted code cannot name a type, or null if it can.</summary>
    public static JsonObstacle? CannotName(ITypeSymbol type, Compilation compilation)
    {
        if (type is IArrayTypeSymbol array) return CannotName(array.ElementType, compilation);
        if (type is IPointerTypeSymbol or IFunctionPointerTypeSymbol) return new($"'{JsonNames.Display(type)}' is a pointer, and emitted code is safe", "use a managed type");
        if (type is ITypeParameterSymbol) return new($"'{type.Name}' is an open type parameter", "use a type that is known where this is compiled");
        if (type is not INamedTypeSymbol named) return null;
        for (var t = named; t is not null; t = t.ContainingType)
        {
            if (t.IsFileLocal) return new($"'{JsonNames.Display(t)}' is file-local, and emitted code stands in another file", "make it internal", t);
            if (IsForbidden(t)) return new($"'{JsonNames.Display(t)}' is obsolete, and using it is an error", "use another type");
            if (!t.IsAnonymousType && !IsReachable(t.OriginalDefinition, compilation) && (t.ContainingType is not { } within || IsReachable(within.OriginalDefinition, compilation)))
                return Hides(t, compilation);
        }
        if (named.ContainingAssembly is { } assembly && !assembly.ForeignAliases(compilation).IsEmpty)
            return new($"'{JsonNames.Display(named)}' is in an assembly that is referenced under an alias only", "add 'global' to the Aliases of the reference");
        foreach (var argument in named.TypeArguments)
        {
            if (CannotName(argument, compilation) is { } problem) return problem;
        }
        return null;
    }

    // For a type inside a hidden type, the outer one is reported. A type of another assembly cannot be changed here.
    private static JsonObstacle Hides(INamedTypeSymbol type, Compilation compilation)
    {
        var isOurs = SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);
        return new($"'{JsonNames.Display(type)}' is {Word(type.DeclaredAccessibility)}", isOurs ? "make it internal" : "make it public there", isOurs ? type.OriginalDefinition : null);
    }

    /// <summary>Whether any use is an error: <c>[Obsolete("…", true)]</c>.</summary>
    public static bool IsForbidden(ISymbol symbol)
        => symbol.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "ObsoleteAttribute", ContainingNamespace.Name: "System" }
            && attribute.ConstructorArguments.Any(argument => argument.Value is true));

    /// <summary>A getter, a setter or a constructor in the form of an unsafe accessor.</summary>
    public static JsonAccessor Accessor(IMethodSymbol method)
    {
        var type = method.ContainingType;
        var definition = method.OriginalDefinition;
        return new()
        {
            Name = method.MethodKind == MethodKind.Constructor ? null : method.MetadataName,
            Target = JsonNames.Key(type.OriginalDefinition),
            TargetIsValueType = type.IsValueType,
            Returns = method.MethodKind == MethodKind.PropertyGet ? JsonNames.Key(definition.ReturnType) : null,
            Parameters = definition.Parameters.Select(parameter => JsonNames.Key(parameter.Type)).ToEquatableArray(),
            TypeParameters = string.Join(", ", AllTypeParameters(type).Select(parameter => parameter.Name)),
            TypeArguments = string.Join(", ", AllTypeArguments(type).Select(JsonNames.Key)),
            Constraints = string.Concat(AllTypeParameters(type).Select(Constraint)),
        };
    }

    private static string Word(Accessibility accessibility)
        => accessibility switch
        {
            Accessibility.Private => "private",
            Accessibility.Protected => "protected",
            Accessibility.ProtectedAndInternal => "private protected",
            _ => "internal to another assembly",
        };

    /// <summary>The arguments of a generic type and of its containing types: <c>Outer&lt;T&gt;.Inner&lt;U&gt;</c> has both.</summary>
    public static IEnumerable<ITypeSymbol> AllTypeArguments(INamedTypeSymbol type)
        => type.ContainingType is { } containing ? AllTypeArguments(containing).Concat(type.TypeArguments) : type.TypeArguments;

    private static IEnumerable<ITypeParameterSymbol> AllTypeParameters(INamedTypeSymbol type)
        => type.ContainingType is { } containing ? AllTypeParameters(containing).Concat(type.TypeParameters) : type.TypeParameters;

    private static string Constraint(ITypeParameterSymbol parameter)
    {
        List<string> constraints = [];
        if (parameter.HasUnmanagedTypeConstraint) constraints.Add("unmanaged");
        else if (parameter.HasValueTypeConstraint) constraints.Add("struct");
        else if (parameter.HasReferenceTypeConstraint) constraints.Add("class");
        else if (parameter.HasNotNullConstraint) constraints.Add("notnull");
        constraints.AddRange(parameter.ConstraintTypes.Select(JsonNames.Key));
        if (parameter.HasConstructorConstraint) constraints.Add("new()");
        return constraints.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }
}
