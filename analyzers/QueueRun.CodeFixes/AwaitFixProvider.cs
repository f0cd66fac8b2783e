using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>QR0080: awaits what is dropped, and makes a handler, or a lambda that may be, asynchronous for it.</summary>
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

    /// <summary>The whole of what is dropped: the statement's expression, or a body's.</summary>
    private static ExpressionSyntax? Dropped(InvocationExpressionSyntax call)
        => call.AncestorsAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(expression
            => expression.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or ForStatementSyntax
                || (expression.Parent is AnonymousFunctionExpressionSyntax function && function.ExpressionBody == expression));
}
