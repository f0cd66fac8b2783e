using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>Makes the function around an <c>await</c> asynchronous, if its callers then await it.</summary>
internal static class Asynchronous
{
    /// <summary>
    /// The change to the function around a place that allows an <c>await</c> there; null if only the author can decide it.
    /// </summary>
    public static Func<Edits, CancellationToken, Task>? Plan(ExpressionSyntax place, SemanticModel model, CancellationToken token)
    {
        switch (Function(place))
        {
            case CompilationUnitSyntax: // top-level statements
                return static (_, _) => Task.CompletedTask;
            case MethodDeclarationSyntax method:
                return IsAsync(method.Modifiers) ? static (_, _) => Task.CompletedTask : PlanMethod(method, model, token);
            case LocalFunctionStatementSyntax function:
                return IsAsync(function.Modifiers) ? static (_, _) => Task.CompletedTask : null;
            case AnonymousFunctionExpressionSyntax lambda:
                return IsAsync(lambda.Modifiers) ? static (_, _) => Task.CompletedTask : PlanLambda(lambda, place, model, token);
            default:
                return null;
        }
    }

    /// <summary>Whether an <c>await</c> is allowed at a place, provided that the function around it is asynchronous.</summary>
    public static bool AllowsAwait(SyntaxNode place)
    {
        var function = Function(place);
        return !place.Ancestors().TakeWhile(ancestor => ancestor != function).Any(ancestor
            => ancestor is LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax);
    }

    /// <summary>The innermost function around a place; a file's top-level statements count as one.</summary>
    private static SyntaxNode? Function(SyntaxNode place)
        => place.Ancestors().FirstOrDefault(ancestor => ancestor is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
            or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax or BaseTypeDeclarationSyntax or CompilationUnitSyntax);

    private static bool IsAsync(SyntaxTokenList modifiers) => modifiers.Any(SyntaxKind.AsyncKeyword);

    /// <summary>
    /// Emitted code awaits a marked method, even if others call it too. The callers of any other method must be changed by its author.
    /// </summary>
    private static Func<Edits, CancellationToken, Task>? PlanMethod(MethodDeclarationSyntax syntax, SemanticModel model, CancellationToken token)
    {
        var known = KnownTypes.Of(model.Compilation);
        if (model.GetDeclaredSymbol(syntax, token) is not { } method || !IsCalledByEmittedCode(method, known) || !ReturnTypes.CanChange(method)) return null;
        if (method.ReturnsByRef || method.ReturnsByRefReadonly || syntax.DescendantNodes().OfType<YieldStatementSyntax>().Any()) return null;
        if (method.IsPartialDefinition || method.PartialDefinitionPart is not null || syntax.Modifiers.Any(SyntaxKind.UnsafeKeyword)) return null;
        ITypeSymbol? result = Returns.Read(method.ReturnType, known).Kind switch
        {
            ReturnKind.Void => known.Task,
            ReturnKind.Value => known.TaskOfT?.Construct([method.ReturnType], [method.ReturnNullableAnnotation]),
            // Its 'return' statements return tasks: only the author knows which of them to await.
            _ => null,
        };
        if (result is null) return null;
        return async (edits, token) =>
        {
            await edits.ReplaceAsync(syntax, nameof(Asynchronous), static (method, _) => WithAsync(method), token).ConfigureAwait(false);
            await ReturnTypes.ChangeAsync(method, result, edits, token).ConfigureAwait(false);
        };
    }

    private static bool IsCalledByEmittedCode(IMethodSymbol method, KnownTypes known)
        => MarkedKind.AllOf(method, known).Any();

    /// <summary>A lambda may be asynchronous if its call then accepts its task: a minimal API's <c>Delegate</c>, <c>Task.Run</c>.</summary>
    private static Func<Edits, CancellationToken, Task>? PlanLambda(AnonymousFunctionExpressionSyntax lambda, ExpressionSyntax place, SemanticModel model, CancellationToken token)
    {
        if (lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument) return null;
        if (lambda is ParenthesizedLambdaExpressionSyntax { ReturnType: not null }) return null;
        if (model.GetSymbolInfo(lambda, token).Symbol is not IMethodSymbol { ReturnsVoid: true }) return null;
        var asynchronous = call.ReplaceNode(lambda, WithAsync(place is ConditionalAccessExpressionSyntax ? lambda : lambda.ReplaceNode(place, AwaitedForm.WithAwait(place))));
        var index = call.ArgumentList.Arguments.IndexOf(argument);
        if (model.GetSpeculativeSymbolInfo(call.SpanStart, asynchronous, SpeculativeBindingOption.BindAsExpression).Symbol is not IMethodSymbol called) return null;
        var parameter = argument.NameColon is { Name.Identifier.ValueText: var name }
            ? called.Parameters.FirstOrDefault(parameter => parameter.Name == name)
            : called.Parameters.ElementAtOrDefault(index);
        var takesTask = parameter?.Type is INamedTypeSymbol type
            && (type.SpecialType == SpecialType.System_Delegate || type.DelegateInvokeMethod is { ReturnsVoid: false });
        return takesTask ? (edits, token) => edits.ReplaceAsync(lambda, nameof(Asynchronous), static (lambda, _) => WithAsync(lambda), token) : null;
    }

    private static MemberDeclarationSyntax WithAsync(MethodDeclarationSyntax method)
        => method.Modifiers.Count == 0
            ? Visibility.Prepend(method, SyntaxKind.AsyncKeyword)
            : method.AddModifiers(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space));

    private static AnonymousFunctionExpressionSyntax WithAsync(AnonymousFunctionExpressionSyntax lambda)
    {
        var bare = lambda.WithoutLeadingTrivia();
        return bare.WithModifiers(bare.Modifiers.Add(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space)))
            .WithLeadingTrivia(lambda.GetLeadingTrivia());
    }
}
