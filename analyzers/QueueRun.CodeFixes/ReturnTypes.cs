using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>Changes return types of methods.</summary>
internal static class ReturnTypes
{
    /// <summary>Whether the return type can be changed in the method alone: it neither overrides nor implements another.</summary>
    public static bool CanChange(IMethodSymbol method)
        => !method.IsOverride && !method.IsVirtual
            && !method.ContainingType.AllInterfaces.SelectMany(type => type.GetMembers(method.Name))
                .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    /// <summary>Changes the return type in all parts of a method, and adds the using that its name needs.</summary>
    public static async Task ChangeAsync(IMethodSymbol method, ITypeSymbol type, Edits edits, CancellationToken token)
    {
        IEnumerable<IMethodSymbol?> parts = [method, method.PartialDefinitionPart, method.PartialImplementationPart];
        foreach (var reference in parts.OfType<IMethodSymbol>().SelectMany(part => part.DeclaringSyntaxReferences))
        {
            if (await reference.GetSyntaxAsync(token).ConfigureAwait(false) is not MethodDeclarationSyntax { ReturnType: var written }) continue;
            await edits.ReplaceAsync(written, nameof(ChangeAsync),
                (node, names) => names.Of(type).WithTriviaFrom(node), token).ConfigureAwait(false);
        }
    }
}
