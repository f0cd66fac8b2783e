using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.Analysis;

/// <summary>
/// Symbols that the compiler refuses in their declaration. Emitted code that named them would only repeat the error, in a file that the
/// author has not written: so emitted code leaves them out, and no rule reports them.
/// </summary>
internal static class Broken
{
    /// <summary>
    /// Whether the type can have no values: it is missing, void, static, has wrong type arguments, or is hidden at its use.
    /// </summary>
    public static bool IsBroken(this ITypeSymbol type, Compilation compilation) => type switch
    {
        { TypeKind: TypeKind.Error } or { SpecialType: SpecialType.System_Void } => true,
        IArrayTypeSymbol array => array.ElementType.IsRefLikeType || array.ElementType.IsBroken(compilation),
        INamedTypeSymbol { IsStatic: true } or INamedTypeSymbol { IsUnboundGenericType: true } => true,
        INamedTypeSymbol named => named.TypeArguments.Any(argument => argument.IsBroken(compilation)) || !IsNameable(named) || !FitsConstraints(named, compilation),
        _ => false,
    };

    /// <summary>Whether the type, or a part of it, does not exist.</summary>
    public static bool IsMissing(this ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol array => array.ElementType.IsMissing(),
        INamedTypeSymbol named => named.TypeArguments.Any(argument => argument.IsMissing()),
        _ => false,
    };

    /// <summary>
    /// Whether a call of the method has no meaning: the method, a containing type or a part of it has no name, or a name that is taken.
    /// </summary>
    public static bool IsBroken(this IMethodSymbol method, Compilation compilation)
        => !method.CanBeReferencedByName && method.MethodKind is MethodKind.Ordinary
            || !IsNameable(method.ContainingType)
            || (method.ContainingType.IsStatic && !method.IsStatic)
            || method.Parameters.Any(parameter => parameter.Name.Length == 0)
            || (!method.ReturnsVoid && (method.ReturnType.IsBroken(compilation) || (method.IsReachable(compilation) && IsHidden(method.ReturnType, compilation))))
            || method.HasTwin();

    /// <summary>Whether a parameter has no name, or a type that its method cannot have.</summary>
    public static bool IsBroken(this IParameterSymbol parameter, Compilation compilation)
        => parameter.Name.Length == 0 || IsHiddenOrBroken(parameter.Type, compilation);

    /// <summary>Whether a member in source has no name, or the name of another member.</summary>
    public static bool IsBrokenMember(this ISymbol member)
        => (!member.CanBeReferencedByName && !member.Locations.All(location => location.IsInMetadata))
            || member.ContainingType?.GetMembers(member.Name).Length > 1;

    /// <summary>Whether the compiler has refused an attribute, so that its arguments are unknown.</summary>
    public static bool IsBroken(this AttributeData attribute)
        => attribute.AttributeConstructor is null || attribute.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error)
            || attribute.ApplicationSyntaxReference?.GetSyntax().ContainsDiagnostics == true;

    /// <summary>Whether another method of the type has the same name and parameters.</summary>
    public static bool HasTwin(this IMethodSymbol method)
        => method.ContainingType.GetMembers(method.Name).Any(other => !SymbolEqualityComparer.Default.Equals(other, method.PartialDefinitionPart ?? method)
            && (other is not IMethodSymbol twin
                || (twin.IsStatic == method.IsStatic || method.MethodKind != MethodKind.Constructor)
                    && twin.TypeParameters.Length == method.TypeParameters.Length
                    && twin.Parameters.Select(parameter => parameter.Type).SequenceEqual(
                        method.Parameters.Select(parameter => parameter.Type), SymbolEqualityComparer.Default)));

    // The compiler reports a parameter or a result that is less accessible than its method, so a method that its whole assembly can call
    // has none.
    private static bool IsHiddenOrBroken(ITypeSymbol type, Compilation compilation)
        => type.IsBroken(compilation) || (type is not IPointerTypeSymbol and not IFunctionPointerTypeSymbol && IsHidden(type, compilation));

    private static bool IsHidden(ITypeSymbol type, Compilation compilation) => type switch
    {
        IArrayTypeSymbol array => IsHidden(array.ElementType, compilation),
        INamedTypeSymbol named => named.IsFileLocal || !named.IsReachable(compilation)
            || named.TypeArguments.Any(argument => IsHidden(argument, compilation)),
        _ => false,
    };

    // Half-typed types and namespaces have no name, and code outside of all types has one that cannot be written.
    private static bool IsNameable(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (!t.CanBeReferencedByName && !t.IsAnonymousType && !t.IsTupleType && !t.IsExtension) return false;
        }
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (!space.CanBeReferencedByName) return false;
        }
        return true;
    }

    private static bool FitsConstraints(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.ContainingType is { IsGenericType: true } containing && !FitsConstraints(containing, compilation)) return false;
        for (var i = 0; i < type.TypeArguments.Length; i++)
        {
            // The constraints of an open type cannot be checked yet, and anonymous types are checked elsewhere.
            if (type.TypeArguments[i] is not ITypeParameterSymbol and not INamedTypeSymbol { IsAnonymousType: true }
                && !Fits(type.TypeArguments[i], type.TypeParameters[i], type, compilation)) return false;
        }
        return true;
    }

    private static bool Fits(ITypeSymbol argument, ITypeParameterSymbol parameter, INamedTypeSymbol type, Compilation compilation)
    {
        if (argument is IPointerTypeSymbol or IFunctionPointerTypeSymbol) return false;
        var isNullable = argument.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        if (parameter.HasReferenceTypeConstraint && !argument.IsReferenceType) return false;
        if (parameter.HasValueTypeConstraint && (!argument.IsValueType || isNullable)) return false;
        if (parameter.HasUnmanagedTypeConstraint && !argument.IsUnmanagedType) return false;
        if (argument.IsRefLikeType && !parameter.AllowsRefLikeType) return false;
        if (parameter.HasConstructorConstraint && argument is not { IsValueType: true } and not INamedTypeSymbol { IsAbstract: false }) return false;
        return parameter.ConstraintTypes.All(constraint =>
        {
            var conversion = compilation.ClassifyConversion(argument, Substitute(constraint, type, compilation));
            return conversion.IsIdentity || (conversion.IsImplicit && (conversion.IsReference || conversion.IsBoxing));
        });
    }

    // 'where T : IComparable<T>', with the argument for T.
    private static ITypeSymbol Substitute(ITypeSymbol constraint, INamedTypeSymbol type, Compilation compilation) => constraint switch
    {
        ITypeParameterSymbol parameter when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, type.OriginalDefinition) => type.TypeArguments[parameter.Ordinal],
        IArrayTypeSymbol array => compilation.CreateArrayTypeSymbol(Substitute(array.ElementType, type, compilation), array.Rank),
        INamedTypeSymbol { IsGenericType: true, ContainingType: null } generic
            => generic.OriginalDefinition.Construct([.. generic.TypeArguments.Select(argument => Substitute(argument, type, compilation))]),
        _ => constraint,
    };
}
