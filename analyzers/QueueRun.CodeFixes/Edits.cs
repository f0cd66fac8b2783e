using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace QueueRun.CodeFixes;

/// <summary>Edits of a solution, each made once however many fixes ask for it.</summary>
internal sealed class Edits(Solution solution)
{
    private readonly SolutionEditor _editor = new(solution);
    private readonly HashSet<(SyntaxNode, string)> _made = [];

    /// <summary>Replaces a node; what was done within it before is kept.</summary>
    /// <param name="node">A node of the solution as it was.</param>
    /// <param name="what">What is done to it: the same is not done twice.</param>
    /// <param name="edit">Makes of the node as it is by now what it shall be.</param>
    /// <param name="token">Cancels it.</param>
    public async Task ReplaceAsync<TNode>(TNode node, string what, Func<TNode, Names, SyntaxNode> edit, CancellationToken token)
        where TNode : SyntaxNode
    {
        if (!_made.Add((node, what)) || solution.GetDocument(node.SyntaxTree) is not { } document) return;
        var editor = await _editor.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
        Names names = new(editor.Generator, editor.SemanticModel, node.SpanStart);
        editor.ReplaceNode(node, (current, _) => edit((TNode)current, names));
    }

    /// <summary>Whether nothing was done yet of which there can be one: whoever asks first may.</summary>
    public bool Claim(SyntaxNode node, string what) => _made.Add((node, what));

    public Solution GetChangedSolution() => _editor.GetChangedSolution();
}
