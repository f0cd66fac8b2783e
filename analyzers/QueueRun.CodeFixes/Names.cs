using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace QueueRun.CodeFixes;

/// <summary>Writes names in the form that a place needs: short, and with a using if the name needs one.</summary>
internal sealed class Names(SyntaxGenerator generator, SemanticModel model, int position)
{
    public SyntaxGenerator Generator { get; } = generator;

    public SyntaxNode Of(ITypeSymbol type)
    {
        // The name is shortened when the edit is applied. A using that proved unnecessary would leave an empty line.
        var name = Generator.TypeExpression(type);
        return NeedsUsing(type) ? name.WithAdditionalAnnotations(Simplifier.AddImportsAnnotation) : name;
    }

    // If another type has the same name, a using would not help.
    private bool NeedsUsing(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => NeedsUsing(array.ElementType),
        INamedTypeSymbol { SpecialType: SpecialType.None } named => named.TypeArguments.Any(NeedsUsing)
            || !model.LookupNamespacesAndTypes(position, name: named.Name).OfType<INamedTypeSymbol>().Any(found => found.Arity == named.Arity),
        _ => false,
    };
}
