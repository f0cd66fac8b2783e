using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>Common questions about symbols.</summary>
internal static class Symbols
{
    private static readonly SymbolDisplayFormat s_fullName = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    private static readonly SymbolDisplayFormat s_dotted = s_fullName.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.None);

    private static readonly SymbolDisplayFormat s_shortMember = SymbolDisplayFormat.CSharpShortErrorMessageFormat.WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType);

    // There are few, asked about repeatedly, and assembled from parts each time.
    private static readonly ConditionalWeakTable<INamespaceSymbol, string> s_namespaces = new();

    /// <summary>Whether this is that type, nullable annotations aside.</summary>
    public static bool Is(this ITypeSymbol type, [NotNullWhen(true)] INamedTypeSymbol? known)
        => known is not null && SymbolEqualityComparer.Default.Equals(type, known);

    /// <summary>Whether this is that generic type, with any arguments.</summary>
    public static bool IsOf(this ITypeSymbol type, [NotNullWhen(true)] INamedTypeSymbol? definition)
        => definition is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, definition);

    /// <summary>The <c>T</c> of a <c>Nullable&lt;T&gt;</c>; any other type itself.</summary>
    public static ITypeSymbol ValueType(this ITypeSymbol type)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    /// <summary>Whether this is that generic type with the argument <c>byte</c>.</summary>
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

    /// <summary>Whether all code in the compilation's assembly can use a symbol.</summary>
    public static bool IsReachable(this ISymbol symbol, Compilation compilation)
    {
        // For other symbols, the compiler would search all references for the symbol's assembly. For most symbols that is not needed.
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
        // Called for every parameter and every type of a message, most without attributes: a lambda would allocate each time.
        foreach (var data in symbol.GetAttributes())
        {
            if (data.AttributeClass?.Is(attribute) == true) return data;
        }
        return null;
    }

    public static Location? Location(this ISymbol symbol) => symbol.Locations.FirstOrDefault();

    public static Location? Location(this AttributeData attribute)
        => attribute.ApplicationSyntaxReference is { } reference ? Microsoft.CodeAnalysis.Location.Create(reference.SyntaxTree, reference.Span) : null;

    /// <summary>
    /// The aliases of a referenced assembly, if <c>global</c> is not one of them: then <c>global::</c> does not reach it.
    /// </summary>
    public static ImmutableArray<string> ForeignAliases(this IAssemblySymbol assembly, Compilation compilation)
        => compilation.GetMetadataReference(assembly) is { Properties.Aliases: { IsEmpty: false } aliases } && !aliases.Contains(MetadataReferenceProperties.GlobalAlias)
            ? aliases : [];

    /// <summary>
    /// Whether a method is async and returns void, so that it cannot be awaited. A partial method is async if the part with the body is.
    /// </summary>
    public static bool IsAsyncVoid(this IMethodSymbol method)
        => method.ReturnsVoid && (method.IsAsync || method.PartialImplementationPart is { IsAsync: true });

    /// <summary>The name in messages: <c>Chat.Say</c>; for an accessor <c>Chat.Room.get</c>.</summary>
    public static string ShortName(this IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.LocalFunction => method.Name,
        MethodKind.AnonymousFunction => "lambda expression",
        MethodKind.Ordinary when method.ContainingType is { } type => $"{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}.{method.Name}",
        _ => method.ToDisplayString(s_shortMember),
    };

    /// <summary>The name in logs and conflicts: <c>My.App.Chat.Say</c>.</summary>
    public static string FullName(this IMethodSymbol method) => $"{method.ContainingType.DottedName()}.{method.Name}";

    /// <summary>The full name in the form of code, without <c>global::</c>: <c>System.Collections.Generic.List&lt;int&gt;</c>.</summary>
    public static string FullName(this ITypeSymbol type) => type.ToDisplayString(s_fullName);

    /// <summary>The full name of a type's namespace; null for a type without one, such as an array.</summary>
    public static string? Namespace(this ITypeSymbol type)
        => type.ContainingNamespace is { } space ? s_namespaces.GetValue(space, static space => space.ToDisplayString()) : null;

    /// <summary>The full name of a type that is not generic, without escapes: <c>My.App.Outer.Inner</c>.</summary>
    public static string DottedName(this INamedTypeSymbol type) => type.ToDisplayString(s_dotted);

    public static string ShortName(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
