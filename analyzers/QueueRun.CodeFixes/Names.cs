using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace QueueRun.CodeFixes;

/// <summary>Writes names as they are written at a place: short, and with a using where they need one.</summary>
internal sealed class Names(SyntaxGenerator generator, SemanticModel model, int position)
{
    public SyntaxGenerator Generator { get; } = generator;

    public SyntaxNode Of(ITypeSymbol type)
    {
        // Whoever applies the edit shortens the name. A using that turned out to be none too many would leave an empty line behind.
        var name = Generator.TypeExpression(type);
        return NeedsUsing(type) ? name.WithAdditionalAnnotations(Simplifier.AddImportsAnnotation) : name;
    }

    // Where another type has the name, a using would not help.
    private bool NeedsUsing(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => NeedsUsing(array.ElementType),
        INamedTypeSymbol { SpecialType: SpecialType.None } named => named.TypeArguments.Any(NeedsUsing)
            || !model.LookupNamespacesAndTypes(position, name: named.Name).OfType<INamedTypeSymbol>().Any(found => found.Arity == named.Arity),
        _ => false,
    };
}
