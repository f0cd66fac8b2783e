using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace QueueRun.CodeFixes;

/// <summary>Applies the fixes of a document, a project or a solution as one edit.</summary>
internal sealed class EditingFixAllProvider : FixAllProvider
{
    public static EditingFixAllProvider Instance { get; } = new();

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        => Task.FromResult<CodeAction?>(CodeAction.Create(
            fixAllContext.CodeActionEquivalenceKey ?? "",
            token => ApplyAsync(fixAllContext.WithCancellationToken(token)),
            fixAllContext.CodeActionEquivalenceKey));

    private static async Task<Solution> ApplyAsync(FixAllContext context)
    {
        Edits edits = new(context.Solution);
        var provider = (EditingFixProvider)context.CodeFixProvider;
        var diagnostics = (await DiagnosticsAsync(context).ConfigureAwait(false))
            .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan);
        foreach (var diagnostic in diagnostics)
        {
            if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is not { } document) continue;
            var fixes = await provider.FindAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            // Without a key, the first fix: 'dotnet format' passes none if the very first diagnostic has no fix.
            if (fixes.FirstOrDefault(fix => context.CodeActionEquivalenceKey is null || fix.Key == context.CodeActionEquivalenceKey) is { } fix)
                await fix.ApplyAsync(edits, context.CancellationToken).ConfigureAwait(false);
        }
        return edits.GetChangedSolution();
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(FixAllContext context)
    {
        switch (context.Scope)
        {
            case FixAllScope.Document:
                return await context.GetDocumentDiagnosticsAsync(context.Document!).ConfigureAwait(false);
            case FixAllScope.Project:
                return await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);
            default:
                var all = ImmutableArray.CreateBuilder<Diagnostic>();
                foreach (var project in context.Solution.Projects) all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
                return all.ToImmutable();
        }
    }
}
