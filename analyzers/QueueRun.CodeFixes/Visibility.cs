using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>Makes a hidden symbol internal, with all types that must not be less accessible than it.</summary>
internal static class Visibility
{
    /// <summary>The symbols to make internal so that a symbol can be named; null if that is not possible here.</summary>
    public static IReadOnlyCollection<ISymbol>? ToOpen(ISymbol symbol, Compilation compilation)
    {
        HashSet<ISymbol> open = new(SymbolEqualityComparer.Default);
        Queue<ISymbol> queue = new([symbol]);
        while (queue.Count > 0)
        {
            for (var s = queue.Dequeue().OriginalDefinition; s is not null; s = s.ContainingType)
            {
                if (!IsHidden(s) || open.Contains(s)) continue;
                if (!CanOpen(s, compilation)) return null;
                open.Add(s);
                foreach (var mentioned in Mentioned(s)) queue.Enqueue(mentioned);
            }
        }
        return open;
    }

    public static async Task OpenAsync(IEnumerable<ISymbol> symbols, Edits edits, CancellationToken token)
    {
        foreach (var symbol in symbols)
        {
            List<SyntaxNode> declarations = [];
            foreach (var reference in References(symbol)) declarations.Add(Declaration(await reference.GetSyntaxAsync(token).ConfigureAwait(false)));
            // All parts of a partial type that state its accessibility agree, and the others need not state it. Both parts of a partial
            // method state it.
            var saying = declarations.FindAll(declaration => symbol is IMethodSymbol || Modifiers(declaration).Any(SaysAccess));
            foreach (var declaration in saying.Count > 0 ? saying : declarations.GetRange(0, 1))
                await edits.ReplaceAsync(declaration, nameof(OpenAsync), (node, _) => Open(node), token).ConfigureAwait(false);
        }
    }

    private static bool IsHidden(ISymbol symbol)
        => symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal
            || symbol is INamedTypeSymbol { IsFileLocal: true };

    private static bool CanOpen(ISymbol symbol, Compilation compilation)
        => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly)
            && !symbol.DeclaringSyntaxReferences.IsEmpty
            // An override has the accessibility of its base.
            && !symbol.IsOverride
            // The name must be free in the whole assembly.
            && (symbol is not INamedTypeSymbol { IsFileLocal: true } type || type.ContainingNamespace.GetTypeMembers(type.Name, type.Arity).Length == 1);

    /// <summary>The types that must not be less accessible than the symbol.</summary>
    private static IEnumerable<ITypeSymbol> Mentioned(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType).SelectMany(Named),
        IPropertySymbol property => property.Parameters.Select(parameter => parameter.Type).Append(property.Type).SelectMany(Named),
        IFieldSymbol field => Named(field.Type),
        IEventSymbol @event => Named(@event.Type),
        INamedTypeSymbol type => type.GetMembers()
            .Where(member => member.DeclaredAccessibility != Accessibility.Private && member is not INamedTypeSymbol && !member.IsOverride)
            .SelectMany(Mentioned)
            .Concat(type.BaseType is { } parent ? Named(parent) : [])
            .Concat(type.TypeKind == TypeKind.Interface ? type.Interfaces.SelectMany(Named) : []),
        _ => [],
    };

    private static IEnumerable<ITypeSymbol> Named(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Named(array.ElementType),
        INamedTypeSymbol { SpecialType: SpecialType.None } named => named.TypeArguments.SelectMany(Named).Prepend(named.OriginalDefinition),
        _ => [],
    };

    private static IEnumerable<SyntaxReference> References(ISymbol symbol)
        => symbol is IMethodSymbol method
            ? method.DeclaringSyntaxReferences
                .Concat(method.PartialDefinitionPart?.DeclaringSyntaxReferences ?? [])
                .Concat(method.PartialImplementationPart?.DeclaringSyntaxReferences ?? [])
                .GroupBy(reference => (reference.SyntaxTree, reference.Span)).Select(same => same.First())
            : symbol.DeclaringSyntaxReferences;

    // A field's symbol is declared by its variable, which has no modifiers; a positional property's by a parameter, which cannot be hidden.
    private static SyntaxNode Declaration(SyntaxNode node) => node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? node;

    private static SyntaxTokenList Modifiers(SyntaxNode node) => node is MemberDeclarationSyntax member ? member.Modifiers : default;

    private static bool SaysAccess(SyntaxToken modifier)
        => SyntaxFacts.IsAccessibilityModifier(modifier.Kind()) || modifier.IsKind(SyntaxKind.FileKeyword);

    private static SyntaxNode Open(SyntaxNode node)
    {
        if (node is not MemberDeclarationSyntax member) return node;
        var modifiers = member.Modifiers;
        var said = modifiers.Where(SaysAccess).ToList();
        if (said.Count == 0) return Prepend(member, SyntaxKind.InternalKeyword);
        if (said.Count == 1 && said[0] is var only && only.IsKind(SyntaxKind.ProtectedKeyword))
        {
            var index = modifiers.IndexOf(only);
            return member.WithModifiers(modifiers
                .Replace(only, only.WithTrailingTrivia(SyntaxFactory.Space))
                .Insert(index + 1, SyntaxFactory.Token(default, SyntaxKind.InternalKeyword, only.TrailingTrivia)));
        }
        var first = said[0];
        var last = said[said.Count - 1];
        modifiers = modifiers.Replace(first, SyntaxFactory.Token(first.LeadingTrivia, SyntaxKind.InternalKeyword, last.TrailingTrivia));
        foreach (var other in said.Skip(1)) modifiers = modifiers.Remove(modifiers.First(modifier => modifier.IsKind(other.Kind())));
        return member.WithModifiers(modifiers);
    }

    /// <summary>Puts a modifier before the others: after the attributes and after the comments before the first token.</summary>
    public static MemberDeclarationSyntax Prepend(MemberDeclarationSyntax member, SyntaxKind modifier)
    {
        var first = member.Modifiers.Count > 0 ? member.Modifiers[0]
            : member.AttributeLists.Count > 0 ? member.AttributeLists.Last().GetLastToken().GetNextToken()
            : member.GetFirstToken();
        var without = member.ReplaceToken(first, first.WithLeadingTrivia());
        return without.WithModifiers(without.Modifiers.Insert(0, SyntaxFactory.Token(first.LeadingTrivia, modifier, SyntaxFactory.TriviaList(SyntaxFactory.Space))));
    }
}
