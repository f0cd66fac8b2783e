using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace QueueRun.CodeFixes;

/// <summary>Edits of a solution. Each edit is made once, even if several fixes ask for it.</summary>
internal sealed class Edits(Solution solution)
{
    private readonly SolutionEditor _editor = new(solution);
    private readonly HashSet<(SyntaxNode, string)> _made = [];

    /// <summary>Replaces a node; earlier edits inside it are kept.</summary>
    /// <param name="node">A node of the original solution.</param>
    /// <param name="what">The kind of edit: the same kind is made once per node.</param>
    /// <param name="edit">Creates the replacement from the node's current state.</param>
    /// <param name="token">Cancels the edit.</param>
    public async Task ReplaceAsync<TNode>(TNode node, string what, Func<TNode, Names, SyntaxNode> edit, CancellationToken token)
        where TNode : SyntaxNode
    {
        if (!_made.Add((node, what)) || solution.GetDocument(node.SyntaxTree) is not { } document) return;
        var editor = await _editor.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
        Names names = new(editor.Generator, editor.SemanticModel, node.SpanStart);
        editor.ReplaceNode(node, (current, _) => edit((TNode)current, names));
    }

    /// <summary>Claims an edit that is possible only once: true for the first caller.</summary>
    public bool Claim(SyntaxNode node, string what) => _made.Add((node, what));

    public Solution GetChangedSolution() => _editor.GetChangedSolution();
}
