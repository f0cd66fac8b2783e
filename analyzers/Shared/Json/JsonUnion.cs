using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>A union of C# 15 as System.Text.Json sees it: by the attribute that the compiler adds, and by its constructors.</summary>
/// <param name="Cases">The parameters of its constructors: each is a case.</param>
internal sealed record JsonUnion(ImmutableArray<IParameterSymbol> Cases)
{
    private const string Services = "System.Runtime.CompilerServices";

    /// <summary>The type as a union; null if it is none.</summary>
    public static JsonUnion? Of(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named || !IsUnion(named)) return null;
        return new([.. named.InstanceConstructors.Where(constructor => IsCase(constructor, named)).Select(constructor => constructor.Parameters[0])]);
    }

    // The compiler adds the attribute only to its output: in the source there are only the interface and a property without a declaration.
    private static bool IsUnion(INamedTypeSymbol type)
        => type.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "UnionAttribute" } known && known.Namespace() == Services)
            || (type.AllInterfaces.Any(i => i.Name == "IUnion" && i.Namespace() == Services) && Value(type) is { IsImplicitlyDeclared: true });

    /// <summary>The property that holds the value of the case.</summary>
    public static IPropertySymbol? Value(INamedTypeSymbol type)
        => type.GetMembers("Value").OfType<IPropertySymbol>().FirstOrDefault(property => property is
        {
            IsStatic: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null, Type.SpecialType: SpecialType.System_Object,
        });

    private static bool IsCase(IMethodSymbol constructor, INamedTypeSymbol type)
        => constructor is { DeclaredAccessibility: Accessibility.Public, Parameters.Length: 1 }
            && constructor.Parameters[0].RefKind is (RefKind.None or RefKind.In or RefKind.RefReadOnlyParameter)
            && !SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);
}
