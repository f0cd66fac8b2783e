using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace QueueRun.CodeFixes;

/// <summary>A cure of one diagnostic.</summary>
/// <param name="Title">What the user reads, which says what is done to what.</param>
/// <param name="Key">What is done: fixes of one key are applied together.</param>
/// <param name="ApplyAsync">Does it.</param>
internal sealed record Fix(string Title, string Key, Func<Edits, CancellationToken, Task> ApplyAsync);

/// <summary>
/// Fixes by editing syntax. Fixing many at once is the same edits in the same trees, one after another, so that two fixes may touch one
/// declaration, or even want the same of it.
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

    /// <summary>The cures that there are for a diagnostic: none where none would leave the program whole.</summary>
    internal abstract Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token);
}
