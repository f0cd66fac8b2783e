using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Analysis.Json;

/// <summary>
/// The types that the program's own <c>JsonSerializerContext</c>s list: QueueRun uses those contexts, and emits nothing for these types.
/// </summary>
internal sealed class JsonContexts
{
    private static readonly ConditionalWeakTable<Compilation, JsonContexts> s_contexts = new();
    private readonly HashSet<ITypeSymbol> _listed = new(SymbolEqualityComparer.Default);

    private JsonContexts(Compilation compilation)
    {
        foreach (var listed in All(compilation).Where(IsUsable).SelectMany(ListedBy)) _listed.Add(listed);
    }

    public static JsonContexts Of(Compilation compilation) => s_contexts.GetValue(compilation, static compilation => new JsonContexts(compilation));

    /// <summary>
    /// The first of the program's own contexts that emitted code can use, in which more types can be listed; null without one.
    /// </summary>
    public static INamedTypeSymbol? FirstUsable(Compilation compilation)
        => All(compilation).Where(IsUsable).OrderBy(context => context.DottedName(), StringComparer.Ordinal).FirstOrDefault();

    public bool Lists(ITypeSymbol type) => _listed.Contains(type);

    /// <summary>Whether emitted code can use the context: it can be named, and System.Text.Json's generator completes it.</summary>
    public static bool IsUsable(INamedTypeSymbol context)
    {
        for (var type = context; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal || type.IsStatic || !type.CanBeReferencedByName || type.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
                return false;
        }
        return !context.IsAbstract && !context.IsGenericType && context.BaseType is { Name: "JsonSerializerContext", TypeKind: not TypeKind.Error }
            && !JsonConstructors.HasRequired(context) && IsCompleted(context);
    }

    // System.Text.Json's generator ignores a context that is not partial or lists no existing type: then it has no constructor.
    private static bool IsCompleted(INamedTypeSymbol context)
    {
        for (var type = context; type is not null; type = type.ContainingType)
        {
            if (!type.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() is TypeDeclarationSyntax declaration
                && declaration.Modifiers.Any(SyntaxKind.PartialKeyword))) return false;
        }
        var own = context.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared).ToList();
        return ListedBy(context).Any(type => type.TypeKind != TypeKind.Error)
            && (own.Count == 0 || own.Count(constructor => constructor.Parameters.IsEmpty
                && constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal) == 1);
    }

    private static IEnumerable<INamedTypeSymbol> All(Compilation compilation)
        => compilation.GetTypeByMetadataName("System.Text.Json.Serialization.JsonSerializerContext") is { } baseType
            ? compilation.Assembly.GlobalNamespace.GetNamespaceMembers().SelectMany(AllTypes)
                .Concat(compilation.Assembly.GlobalNamespace.GetTypeMembers().SelectMany(WithNested))
                .Where(type => SymbolEqualityComparer.Default.Equals(type.BaseType, baseType))
            : [];

    private static IEnumerable<ITypeSymbol> ListedBy(INamedTypeSymbol context)
        => context.GetAttributes()
            .Where(attribute => attribute.AttributeClass is { Name: "JsonSerializableAttribute" })
            .Select(attribute => attribute.First()).OfType<ITypeSymbol>();

    private static IEnumerable<INamedTypeSymbol> AllTypes(INamespaceSymbol space)
        => space.GetTypeMembers().SelectMany(WithNested).Concat(space.GetNamespaceMembers().SelectMany(AllTypes));

    private static IEnumerable<INamedTypeSymbol> WithNested(INamedTypeSymbol type)
        => type.GetTypeMembers().SelectMany(WithNested).Prepend(type);
}
