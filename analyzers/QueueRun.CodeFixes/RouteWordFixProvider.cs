using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>QR0005: a bare word of a route becomes <c>type=word</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RouteWordFixProvider : EditingFixProvider
{
    internal const string WriteType = "Write 'type=' in front of the word";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.RouteMalformed];

    internal override async Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model) return [];
        // A constant may be meant for more than this route.
        if (diagnostic.Node<LiteralExpressionSyntax>(model, token) is not { Token.Value: string route } literal) return [];
        RouteParser.Parse(route, out var error);
        if (error is null || error.Column + error.Length > route.Length) return [];
        var word = route.Substring(error.Column, error.Length);
        // Whatever else is wrong is still wrong then: the fix is for routes that it makes whole.
        var whole = route.Insert(error.Column, "type=");
        if (RouteParser.Parse(whole, out _) is null) return [];
        return [new($"Write 'type={word}'", WriteType,
            (edits, token) => edits.ReplaceAsync(literal, WriteType, (node, _) => node.WithToken(Insert(node.Token, route, error.Column, whole)), token))];
    }

    private static SyntaxToken Insert(SyntaxToken literal, string route, int column, string whole)
    {
        // Where the text stands unescaped in the literal, it stays the kind of literal that it is.
        var start = literal.Text.IndexOf(route, StringComparison.Ordinal);
        var text = start < 0 ? SymbolDisplay.FormatLiteral(whole, quote: true) : literal.Text.Insert(start + column, "type=");
        var kind = start < 0 ? SyntaxKind.StringLiteralToken : literal.Kind();
        return SyntaxFactory.Token(literal.LeadingTrivia, kind, text, whole, literal.TrailingTrivia);
    }
}
