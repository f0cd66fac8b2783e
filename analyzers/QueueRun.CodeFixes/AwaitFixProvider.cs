using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>QR0080: awaits a dropped task, and makes the handler or lambda around it asynchronous, if that is possible.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitFixProvider : EditingFixProvider
{
    internal const string Await = "Await it";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.NotAwaited];

    internal override async Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model) return [];
        if (diagnostic.Node<InvocationExpressionSyntax>(model, token) is not { } call || Dropped(call) is not { } dropped) return [];
        if (AwaitedForm.Of(dropped, model, token) is not { } awaited) return [];
        if (!Asynchronous.AllowsAwait(dropped) || Asynchronous.Plan(dropped, model, token) is not { } prepareAsync) return [];
        return [new("Await it", Await, async (edits, token) =>
        {
            await edits.ReplaceAsync(awaited.Node, Await, (node, _) => awaited.Edit(node), token).ConfigureAwait(false);
            await prepareAsync(edits, token).ConfigureAwait(false);
        })];
    }

    /// <summary>The whole dropped expression: that of the statement, or of a body.</summary>
    private static ExpressionSyntax? Dropped(InvocationExpressionSyntax call)
        => call.AncestorsAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(expression
            => expression.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or ForStatementSyntax
                || (expression.Parent is AnonymousFunctionExpressionSyntax function && function.ExpressionBody == expression));
}
