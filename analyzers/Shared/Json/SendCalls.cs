using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Analysis.Json;

/// <summary>Recognizes calls of <c>ISocket.SendAsync</c>.</summary>
internal static class SendCalls
{
    /// <summary>The type of the message, or null where the call is another.</summary>
    public static ITypeSymbol? MessageType(InvocationExpressionSyntax invocation, SemanticModel model, CancellationToken token)
        => model.GetSymbolInfo(invocation, token).Symbol is IMethodSymbol method ? MessageType(method) : null;

    /// <summary>The type of the message, or null where the method is another.</summary>
    public static ITypeSymbol? MessageType(IMethodSymbol method)
        => method is { Name: "SendAsync", IsGenericMethod: true, ContainingType: { Name: "ISocket", ContainingNamespace.Name: "QueueRun" } containing }
            && containing.ContainingNamespace.ContainingNamespace.IsGlobalNamespace
            ? method.TypeArguments[0] : null;

    /// <summary>Whether the call is not made here but described: it cannot be intercepted.</summary>
    public static bool IsInExpressionTree(SyntaxNode call, SemanticModel model, CancellationToken token)
    {
        // Only lambdas and queries become expression trees. Most calls stand in neither, and need not be asked about their whole method.
        if (!call.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).Any(node => node is LambdaExpressionSyntax or QueryExpressionSyntax)) return false;
        for (var operation = model.GetOperation(call, token); operation is not null; operation = operation.Parent)
        {
            if (operation.Type is { Name: "Expression", ContainingNamespace.Name: "Expressions" } && operation is not { Parent: null }) return true;
        }
        return false;
    }
}
