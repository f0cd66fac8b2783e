using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>QR0021: says of a parameter that it is the message, or that it is a service.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ParameterFixProvider : EditingFixProvider
{
    internal const string MarkFromMessage = "Mark [FromMessage]";
    internal const string MarkFromServices = "Mark [FromServices]";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.ParameterUndecided];

    internal override async Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model) return [];
        if (diagnostic.Node<ParameterSyntax>(model, token) is not { } syntax || model.GetDeclaredSymbol(syntax, token) is not { } parameter) return [];
        var known = KnownTypes.Of(model.Compilation);
        List<Fix> fixes = [];
        if (known.FromMessage is { } fromMessage && MessageChoice.CanBeMessage(parameter, known))
        {
            fixes.Add(new($"Mark '{parameter.Name}' [FromMessage]", MarkFromMessage, (edits, token)
                // A method has one message: where several parameters could be it, the first is.
                => edits.Claim(syntax.Parent!, MarkFromMessage) ? MarkAsync(syntax, fromMessage, edits, token) : Task.CompletedTask));
        }
        // A service is an object.
        if (parameter.Type.IsReferenceType && model.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.FromServicesAttribute") is { } fromServices)
        {
            fixes.Add(new($"Mark '{parameter.Name}' [FromServices]", MarkFromServices, (edits, token) => MarkAsync(syntax, fromServices, edits, token)));
        }
        return fixes;
    }

    private static Task MarkAsync(ParameterSyntax parameter, ITypeSymbol attribute, Edits edits, CancellationToken token)
        => edits.ReplaceAsync(parameter, nameof(MarkAsync), (node, names) => Mark(node, attribute, names), token);

    private static ParameterSyntax Mark(ParameterSyntax parameter, ITypeSymbol attribute, Names names)
    {
        var list = (AttributeListSyntax)names.Generator.Attribute(names.Of(attribute));
        var leading = parameter.GetLeadingTrivia();
        return parameter.WithLeadingTrivia()
            .WithAttributeLists(parameter.WithLeadingTrivia().AttributeLists.Insert(0, list.WithTrailingTrivia(SyntaxFactory.Space)))
            .WithLeadingTrivia(leading);
    }
}
