using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>Finds the node or symbol of a diagnostic's place.</summary>
internal static class Places
{
    /// <summary>The innermost node of a kind at the diagnostic's place.</summary>
    public static TNode? Node<TNode>(this Diagnostic diagnostic, SemanticModel model, CancellationToken token) where TNode : SyntaxNode
        => model.SyntaxTree.GetRoot(token).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<TNode>();

    /// <summary>The method whose name is underlined.</summary>
    public static IMethodSymbol? Method(this Diagnostic diagnostic, SemanticModel model, CancellationToken token)
        => diagnostic.Node<MethodDeclarationSyntax>(model, token) is { } method ? model.GetDeclaredSymbol(method, token) : null;
}
