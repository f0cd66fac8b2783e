using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.CodeFixes;

/// <summary>Edits the text of a route in its literal.</summary>
internal static class RouteLiteral
{
    /// <summary>
    /// Replaces a piece of the literal's text. If the text is unescaped in the literal, the kind of literal stays the same.
    /// </summary>
    /// <param name="literal">The literal.</param>
    /// <param name="route">Its text.</param>
    /// <param name="column">The start of the piece in the text.</param>
    /// <param name="length">The length of the piece.</param>
    /// <param name="replacement">The new piece.</param>
    public static SyntaxToken Replace(SyntaxToken literal, string route, int column, int length, string replacement)
    {
        var whole = route.Remove(column, length).Insert(column, replacement);
        var start = literal.Text.IndexOf(route, StringComparison.Ordinal);
        var text = start < 0 ? SymbolDisplay.FormatLiteral(whole, quote: true) : literal.Text.Remove(start + column, length).Insert(start + column, replacement);
        var kind = start < 0 ? SyntaxKind.StringLiteralToken : literal.Kind();
        return SyntaxFactory.Token(literal.LeadingTrivia, kind, text, whole, literal.TrailingTrivia);
    }
}
