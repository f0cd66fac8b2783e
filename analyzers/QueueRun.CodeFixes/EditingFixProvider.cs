using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace QueueRun.CodeFixes;

/// <summary>A fix of one diagnostic.</summary>
/// <param name="Title">The text for the user.</param>
/// <param name="Key">The kind of fix: fixes with the same key are applied together.</param>
/// <param name="ApplyAsync">Applies the fix.</param>
internal sealed record Fix(string Title, string Key, Func<Edits, CancellationToken, Task> ApplyAsync);

/// <summary>
/// Fixes diagnostics by editing syntax. Fixing many at once makes the same edits in the same trees, one after another, so two fixes may
/// change the same declaration, or even make the same change.
/// </summary>
public abstract class EditingFixProvider : CodeFixProvider
{
    public sealed override FixAllProvider GetFixAllProvider() => EditingFixAllProvider.Instance;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var fix in await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(CodeAction.Create(fix.Title, async token =>
                {
                    Edits edits = new(context.Document.Project.Solution);
                    await fix.ApplyAsync(edits, token).ConfigureAwait(false);
                    return edits.GetChangedSolution();
                }, fix.Key), diagnostic);
            }
        }
    }

    /// <summary>The fixes for a diagnostic: none if every one would break the program.</summary>
    internal abstract Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token);
}
