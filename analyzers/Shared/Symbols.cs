using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>Questions that are asked of symbols everywhere.</summary>
internal static class Symbols
{
    private static readonly SymbolDisplayFormat s_fullName = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    private static readonly SymbolDisplayFormat s_dotted = s_fullName.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.None);

    // A few, asked about again and again, and put together from parts each time.
    private static readonly ConditionalWeakTable<INamespaceSymbol, string> s_namespaces = new();

    /// <summary>Whether this is that type, nullable annotations aside.</summary>
    public static bool Is(this ITypeSymbol type, [NotNullWhen(true)] INamedTypeSymbol? known)
        => known is not null && SymbolEqualityComparer.Default.Equals(type, known);

    /// <summary>Whether this is that generic type, whatever its arguments.</summary>
    public static bool IsOf(this ITypeSymbol type, [NotNullWhen(true)] INamedTypeSymbol? definition)
        => definition is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, definition);

    /// <summary>Whether this is that generic type of bytes.</summary>
    public static bool IsOfBytes(this ITypeSymbol type, INamedTypeSymbol? definition)
        => type.IsOf(definition) && ((INamedTypeSymbol)type).TypeArguments[0].SpecialType == SpecialType.System_Byte;

    public static bool IsByteArray(this ITypeSymbol type)
        => type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte };

    /// <summary>Whether this is that class or interface, or derives from it.</summary>
    public static bool IsA(this ITypeSymbol type, [NotNullWhen(true)] INamedTypeSymbol? known)
    {
        if (known is null) return false;
        if (known.TypeKind == TypeKind.Interface)
            return type.Is(known) || type.AllInterfaces.Contains(known, SymbolEqualityComparer.Default);
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.Is(known)) return true;
        }
        return false;
    }

    /// <summary>Whether code anywhere in the compilation's assembly can use a symbol.</summary>
    public static bool IsReachable(this ISymbol symbol, Compilation compilation)
    {
        // The compiler goes through all references to find out where a symbol comes from. For most symbols there is nothing to find out.
        for (var s = symbol; s is not null; s = s.ContainingType)
        {
            var isOpen = s.DeclaredAccessibility == Accessibility.Public
                || (s.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal
                    && SymbolEqualityComparer.Default.Equals(s.ContainingAssembly, compilation.Assembly));
            if (!isOpen) return compilation.IsSymbolAccessibleWithin(symbol, compilation.Assembly);
        }
        return true;
    }

    public static AttributeData? Attribute(this ISymbol symbol, INamedTypeSymbol? attribute)
    {
        // Asked of every parameter and every type of a message, most of which have none: a lambda would be an object each time.
        foreach (var data in symbol.GetAttributes())
        {
            if (data.AttributeClass?.Is(attribute) == true) return data;
        }
        return null;
    }

    public static Location? Location(this ISymbol symbol) => symbol.Locations.FirstOrDefault();

    public static Location? Location(this AttributeData attribute)
        => attribute.ApplicationSyntaxReference is { } reference ? Microsoft.CodeAnalysis.Location.Create(reference.SyntaxTree, reference.Span) : null;

    /// <summary>The aliases under which an assembly is referenced, where <c>global</c> is none of them: <c>global::</c> does not reach it.</summary>
    public static ImmutableArray<string> ForeignAliases(this IAssemblySymbol assembly, Compilation compilation)
        => compilation.GetMetadataReference(assembly) is { Properties.Aliases: { IsEmpty: false } aliases } && !aliases.Contains(MetadataReferenceProperties.GlobalAlias)
            ? aliases : [];

    /// <summary>Whether a method is asynchronous and nobody can await it. Of a partial one, the part with the body says so.</summary>
    public static bool IsAsyncVoid(this IMethodSymbol method)
        => method.ReturnsVoid && (method.IsAsync || method.PartialImplementationPart is { IsAsync: true });

    /// <summary>The name for messages: <c>Chat.Say</c>.</summary>
    public static string ShortName(this IMethodSymbol method)
        => method.ContainingType is { } type && method.MethodKind != MethodKind.LocalFunction
            ? $"{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}.{method.Name}"
            : method.Name;

    /// <summary>The name for logs and conflicts: <c>My.App.Chat.Say</c>.</summary>
    public static string FullName(this IMethodSymbol method) => $"{method.ContainingType.DottedName()}.{method.Name}";

    /// <summary>The full name as code writes it, without <c>global::</c>: <c>System.Collections.Generic.List&lt;int&gt;</c>.</summary>
    public static string FullName(this ITypeSymbol type) => type.ToDisplayString(s_fullName);

    /// <summary>The full name of the namespace that a type stands in; null for what stands in none, as an array.</summary>
    public static string? Namespace(this ITypeSymbol type)
        => type.ContainingNamespace is { } space ? s_namespaces.GetValue(space, static space => space.ToDisplayString()) : null;

    /// <summary>The full name of a type that is not generic, without escapes: <c>My.App.Outer.Inner</c>.</summary>
    public static string DottedName(this INamedTypeSymbol type) => type.ToDisplayString(s_dotted);

    public static string ShortName(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
