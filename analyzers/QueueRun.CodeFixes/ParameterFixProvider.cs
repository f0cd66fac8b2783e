using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>QR0021: makes a parameter the message, a property of it, or a service.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ParameterFixProvider : EditingFixProvider
{
    internal const string MarkFromMessage = "Mark [FromMessage]";
    internal const string MarkFromServices = "Mark [FromServices]";
    internal const string AddToRoute = "Add to the route";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.ParameterUndecided];

    internal override async Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model) return [];
        if (diagnostic.Node<ParameterSyntax>(model, token) is not { } syntax || model.GetDeclaredSymbol(syntax, token) is not { } parameter) return [];
        var known = KnownTypes.Of(model.Compilation);
        List<Fix> fixes = [];
        if (RouteAddition.Find(parameter, known, token) is { } addition) fixes.Add(new(addition.Title, AddToRoute, addition.ApplyAsync));
        if (known.FromMessage is { } fromMessage && MessageChoice.CanBeMessage(parameter, known))
        {
            fixes.Add(new($"Mark '{parameter.Name}' [FromMessage]", MarkFromMessage, (edits, token)
                // A method has one message: if several parameters could be it, the first is marked.
                => edits.Claim(syntax.Parent!, MarkFromMessage) ? MarkAsync(syntax, fromMessage, edits, token) : Task.CompletedTask));
        }
        // A service is an object other than text.
        if (parameter.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String } && model.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.FromServicesAttribute") is { } fromServices)
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
