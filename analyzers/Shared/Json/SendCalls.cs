using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Analysis.Json;

/// <summary>Recognizes calls of <c>ISocket.SendAsync</c>.</summary>
internal static class SendCalls
{
    /// <summary>The type of the message; null for any other call.</summary>
    public static ITypeSymbol? MessageType(InvocationExpressionSyntax invocation, SemanticModel model, CancellationToken token)
        => model.GetSymbolInfo(invocation, token).Symbol is IMethodSymbol method ? MessageType(method) : null;

    /// <summary>The type of the message; null for any other method.</summary>
    public static ITypeSymbol? MessageType(IMethodSymbol method)
        => method is { Name: "SendAsync", IsGenericMethod: true, ContainingType: { Name: "ISocket", ContainingNamespace.Name: "QueueRun" } containing }
            && containing.ContainingNamespace.ContainingNamespace.IsGlobalNamespace
            ? method.TypeArguments[0] : null;

    /// <summary>
    /// The type of a message passed to a class of the program that implements <c>ISocket</c>, such as a test's fake or a decorator; null
    /// for any other method. Such a call is not intercepted, but when the class passes the message on, the type's JSON code is looked up.
    /// </summary>
    public static ITypeSymbol? MessageTypeOfOwn(IMethodSymbol method, KnownTypes known)
        => method is { Name: "SendAsync", IsGenericMethod: true, ContainingType.TypeKind: TypeKind.Class or TypeKind.Struct } && Implements(method, known) ? method.TypeArguments[0] : null;

    /// <summary>Whether a method implements <c>ISocket.SendAsync</c>.</summary>
    public static bool Implements(IMethodSymbol method, KnownTypes known)
    {
        var type = method.ContainingType;
        return method.Name == "SendAsync" && type.IsA(known.Socket) && known.Socket!.GetMembers("SendAsync").Any(member
            => type.FindImplementationForInterfaceMember(member) is IMethodSymbol found
                && SymbolEqualityComparer.Default.Equals(Root(found), Root(method.OriginalDefinition)));

        static IMethodSymbol Root(IMethodSymbol method) => method.OverriddenMethod is { } overridden ? Root(overridden.OriginalDefinition) : method.OriginalDefinition;
    }

    /// <summary>Whether the call is in an expression tree, which describes it: then it cannot be intercepted.</summary>
    public static bool IsInExpressionTree(SyntaxNode call, SemanticModel model, CancellationToken token)
    {
        // Only lambdas and queries become expression trees. Most calls are in neither, so their whole method need not be analyzed.
        if (!call.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).Any(node => node is LambdaExpressionSyntax or QueryExpressionSyntax)) return false;
        for (var operation = model.GetOperation(call, token); operation is not null; operation = operation.Parent)
        {
            if (operation.Type is { Name: "Expression", ContainingNamespace.Name: "Expressions" } && operation is not { Parent: null }) return true;
        }
        return false;
    }
}
