using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>The body of a method that QueueRun calls.</summary>
internal sealed class MarkedBody
{
    private readonly IOperation _root;

    private MarkedBody(IMethodSymbol method, IOperation root) => (Method, _root) = (method, root);

    public IMethodSymbol Method { get; }

    /// <summary>
    /// The operations of the method itself, without those of lambdas and local functions, whose time and thread are unknown.
    /// </summary>
    public IEnumerable<IOperation> Operations => Within(_root);

    /// <summary>The body in a code block; null if its method is not marked.</summary>
    /// <param name="block">The block.</param>
    /// <param name="known">The types.</param>
    /// <param name="isOfInterest">Whether a name in the body may be of interest: without one, the body is not bound.</param>
    public static MarkedBody? Of(CodeBlockAnalysisContext block, KnownTypes known, Func<string, bool> isOfInterest)
    {
        if (block.OwningSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method || !method.IsMarked(known)) return null;
        if (!block.CodeBlock.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && isOfInterest(token.ValueText))) return null;
        return block.SemanticModel.GetOperation(block.CodeBlock, block.CancellationToken) is { } root ? new(method, root) : null;
    }

    /// <summary>
    /// Whether the method awaits the same task elsewhere, checks whether it has completed, or may await it together with others.
    /// </summary>
    public bool IsAwaitedOrAsked(SyntaxNode task)
        => _root.Syntax.DescendantNodes().Any(node => node switch
        {
            IdentifierNameSyntax { Identifier.ValueText: "WhenAll" or "WhenAny" or "WhenEach" } => true,
            AwaitExpressionSyntax awaiting => Mentions(awaiting, task),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCompleted" or "IsCompletedSuccessfully" or "Status" } asking
                => SyntaxFactory.AreEquivalent(asking.Expression, task),
            _ => false,
        });

    private static bool Mentions(SyntaxNode awaiting, SyntaxNode task)
        => awaiting.DescendantNodes().Any(node => node.RawKind == task.RawKind && SyntaxFactory.AreEquivalent(node, task));

    private static IEnumerable<IOperation> Within(IOperation operation)
    {
        if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation) yield break;
        yield return operation;
        foreach (var child in operation.ChildOperations)
        {
            foreach (var inner in Within(child)) yield return inner;
        }
    }
}
