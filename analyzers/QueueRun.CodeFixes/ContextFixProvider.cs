using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analysis.Json;
using QueueRun.Analyzers;

namespace QueueRun.CodeFixes;

/// <summary>QR0040: lists a type in one of the project's <c>JsonSerializerContext</c>s.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ContextFixProvider : EditingFixProvider
{
    internal const string AddToContext = "Add to the JsonSerializerContext";

    private const string JsonSerializable = "System.Text.Json.Serialization.JsonSerializableAttribute";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.NoJson];

    internal override async Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (!diagnostic.Properties.TryGetValue(JsonReport.Listable, out var id) || id is null) return [];
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { Compilation: var compilation }) return [];
        if (compilation.GetTypeByMetadataName(JsonSerializable) is not { } attribute) return [];
        if (DocumentationCommentId.GetFirstSymbolForReferenceId(id, compilation) is not ITypeSymbol type) return [];
        if (JsonContexts.FirstUsable(compilation) is not { } context) return [];
        return [new($"Add '{JsonNames.Display(type)}' to '{context.Name}'", AddToContext, (edits, token) => AddAsync(context, type, attribute, edits, token))];
    }

    private static async Task AddAsync(INamedTypeSymbol context, ITypeSymbol type, ITypeSymbol attribute, Edits edits, CancellationToken token)
    {
        // Next to the attributes that list the other types.
        var written = context.GetAttributes().LastOrDefault(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, attribute))?.ApplicationSyntaxReference;
        SyntaxNode? last = written is null ? null : await written.GetSyntaxAsync(token).ConfigureAwait(false);
        var declaration = last?.FirstAncestorOrSelf<ClassDeclarationSyntax>()
            ?? (ClassDeclarationSyntax)await context.DeclaringSyntaxReferences[0].GetSyntaxAsync(token).ConfigureAwait(false);
        await edits.ReplaceAsync(declaration, JsonNames.Key(type), (node, names) => Add(node, type, attribute, names), token).ConfigureAwait(false);
    }

    private static ClassDeclarationSyntax Add(ClassDeclarationSyntax context, ITypeSymbol type, ITypeSymbol attribute, Names names)
    {
        var list = (AttributeListSyntax)names.Generator.Attribute(names.Of(attribute),
            [names.Generator.AttributeArgument(names.Generator.TypeOfExpression(names.Of(type)))]);
        if (context.AttributeLists.Count > 0)
        {
            var previous = context.AttributeLists[context.AttributeLists.Count - 1];
            var blank = previous.GetTrailingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia)).Reverse().Take(1);
            return context.AddAttributeLists(list.WithLeadingTrivia(Indentation(previous)).WithTrailingTrivia(blank));
        }
        // The comments before the declaration stay before it.
        return context.WithLeadingTrivia(Indentation(context))
            .WithAttributeLists([list.WithLeadingTrivia(context.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)]);
    }

    private static IEnumerable<SyntaxTrivia> Indentation(SyntaxNode node)
        => node.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
}
