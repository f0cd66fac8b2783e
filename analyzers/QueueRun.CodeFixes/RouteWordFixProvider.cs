using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>
/// QR0005: turns a bare word of a route into <c>type=word</c>, and a parameter of a URL template, such as <c>{room}</c>, into a property.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RouteWordFixProvider : EditingFixProvider
{
    internal const string WriteType = "Write 'type=' in front of the word";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.RouteMalformed];

    internal override async Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model) return [];
        // A constant may be used by other routes too.
        if (diagnostic.Node<LiteralExpressionSyntax>(model, token) is not { Token.Value: string route } literal) return [];
        RouteParser.Parse(route, out var error);
        if (error is null || error.Column + error.Length > route.Length) return [];
        var word = route.Substring(error.Column, error.Length);
        var condition = RouteWord.AsProperty(word) ?? $"type={word}";
        // The fix is offered only if it makes the route valid: other errors would remain.
        if (RouteParser.Parse(route.Remove(error.Column, error.Length).Insert(error.Column, condition), out _) is null) return [];
        return [new($"Write '{condition}'", WriteType,
            (edits, token) => edits.ReplaceAsync(literal, WriteType, (node, _) => node.WithToken(RouteLiteral.Replace(node.Token, route, error.Column, error.Length, condition)), token))];
    }
}
