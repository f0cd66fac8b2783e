using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>How a dropped expression is awaited: the node to replace, and its replacement.</summary>
internal sealed record AwaitedForm(SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Edit)
{
    /// <summary>The form; null if none leaves everything else unchanged.</summary>
    public static AwaitedForm? Of(ExpressionSyntax dropped, SemanticModel model, CancellationToken token)
    {
        if (dropped is not ConditionalAccessExpressionSyntax access)
            return new(dropped, node => WithAwait((ExpressionSyntax)node));
        // A null instead of a task cannot be awaited: 'if (socket is not null) await socket.SendAsync(…)'. An expression that is evaluated
        // twice must give the same value twice, and an 'else' after the statement must not bind to the new condition.
        if (dropped.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax or SwitchSectionSyntax } statement) return null;
        if (!IsStable(access.Expression, model, token)) return null;
        if (access.WhenNotNull is ConditionalAccessExpressionSyntax || !access.WhenNotNull.GetFirstToken().IsKind(SyntaxKind.DotToken)) return null;
        return new(statement, node => WithCondition((ExpressionStatementSyntax)node));
    }

    public static AwaitExpressionSyntax WithAwait(ExpressionSyntax expression)
        => SyntaxFactory.AwaitExpression(SyntaxFactory.Token(expression.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space)), expression.WithoutLeadingTrivia());

    private static IfStatementSyntax WithCondition(ExpressionStatementSyntax statement)
    {
        var access = (ConditionalAccessExpressionSyntax)statement.Expression;
        var receiver = access.Expression.WithoutTrivia();
        var binding = access.WhenNotNull.DescendantNodesAndSelf().OfType<MemberBindingExpressionSyntax>().First();
        var call = access.WhenNotNull.ReplaceNode(binding, SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, receiver, binding.OperatorToken, binding.Name));
        var awaited = SyntaxFactory.ExpressionStatement(WithAwait(call), statement.SemicolonToken);
        return SyntaxFactory.IfStatement(SyntaxFactory.ParseExpression($"{receiver} is not null"), awaited)
            .WithIfKeyword(SyntaxFactory.Token(statement.GetLeadingTrivia(), SyntaxKind.IfKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space)))
            .WithCloseParenToken(SyntaxFactory.Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(SyntaxFactory.Space));
    }

    private static bool IsStable(ExpressionSyntax expression, SemanticModel model, CancellationToken token)
        => model.GetSymbolInfo(expression, token).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol
            && expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
}
