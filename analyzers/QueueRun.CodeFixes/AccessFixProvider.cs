using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using QueueRun.Analyzers;

namespace QueueRun.CodeFixes;

/// <summary>QR0001 and QR0040: makes internal what emitted code must name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AccessFixProvider : EditingFixProvider
{
    internal const string MakeInternal = "Make internal";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.NotAccessible, Ids.NoJson];

    internal override async Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model) return [];
        if (Hidden(diagnostic, model, token) is not { } hidden) return [];
        if (Visibility.ToOpen(hidden, model.Compilation) is not { Count: > 0 } open) return [];
        var names = string.Join(", ", open.Select(symbol => $"'{symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}'"));
        return [new($"Make {names} internal", MakeInternal, (edits, token) => Visibility.OpenAsync(open, edits, token))];
    }

    private static ISymbol? Hidden(Diagnostic diagnostic, SemanticModel model, CancellationToken token)
    {
        if (diagnostic.Id == Ids.NotAccessible) return diagnostic.Method(model, token);
        return diagnostic.Properties.TryGetValue(JsonReport.Hidden, out var id) && id is not null
            ? DocumentationCommentId.GetFirstSymbolForDeclarationId(id, model.Compilation) : null;
    }
}
