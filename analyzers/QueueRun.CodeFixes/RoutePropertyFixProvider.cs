using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analyzers;

namespace QueueRun.CodeFixes;

/// <summary>QR0024: takes a property that the route asks for as a parameter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RoutePropertyFixProvider : EditingFixProvider
{
    internal const string AddParameter = "Add a parameter for the route's property";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.RoutePropertyUnused];

    internal override async Task<IEnumerable<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        if (await document.GetSemanticModelAsync(token).ConfigureAwait(false) is not { } model) return [];
        if (!diagnostic.Properties.TryGetValue(RoutePropertyAnalyzer.PropertyName, out var property) || property is null) return [];
        if (diagnostic.Node<MethodDeclarationSyntax>(model, token) is not { } syntax || model.GetDeclaredSymbol(syntax, token) is not { } method) return [];
        // What overrides, implements, or has a second part has its parameters in common with that.
        if (!ReturnTypes.CanChange(method) || method.IsPartialDefinition || method.PartialDefinitionPart is not null) return [];
        if (Declares(syntax, property)) return [];
        // As the route has them, before the others: a route's properties that are parameters already keep their places.
        var known = KnownTypes.Of(model.Compilation);
        var route = Handler.ReadAll(method, known, JsonQuestion.CanBeRead(known), new Problems())
            .Select(handler => handler.Route).FirstOrDefault(route => route.IndexOfPresence(property) >= 0);
        if (route is null) return [];
        return [new($"Add the parameter 'string {GeneratedNames.Escape(property)}'", AddParameter,
            (edits, token) => edits.ReplaceAsync(syntax.ParameterList, property, (list, _) => Add(list, property, route), token))];
    }

    private static bool Declares(MethodDeclarationSyntax method, string name)
        => method.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name
            && token.Parent is ParameterSyntax or VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or LocalFunctionStatementSyntax or TypeParameterSyntax);

    private static ParameterListSyntax Add(ParameterListSyntax list, string property, Route route)
    {
        var name = GeneratedNames.Escape(property);
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(default, SyntaxKind.IdentifierToken, name, property, default))
            .WithType(SyntaxFactory.PredefinedType(SyntaxFactory.Token(default, SyntaxKind.StringKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space))));
        var parameters = list.Parameters;
        var index = 0;
        while (index < parameters.Count && route.IndexOfPresence(parameters[index].Identifier.ValueText) is >= 0 and var condition && condition < route.IndexOfPresence(property)) index++;
        // The comma's blank, and a line's comment or indentation, stay with what they were written for.
        var separators = parameters.GetSeparators().ToList();
        if (parameters.Count > 0)
        {
            var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
            separators.Insert(Math.Min(index, separators.Count), comma);
            if (index < parameters.Count)
            {
                parameter = parameter.WithLeadingTrivia(parameters[index].GetLeadingTrivia());
                parameters = parameters.Replace(parameters[index], parameters[index].WithLeadingTrivia());
            }
            else if (parameters[index - 1] is var last)
            {
                parameter = parameter.WithTrailingTrivia(last.GetTrailingTrivia());
                parameters = parameters.Replace(last, last.WithTrailingTrivia());
            }
        }
        return list.WithParameters(SyntaxFactory.SeparatedList(parameters.Take(index).Append(parameter).Concat(parameters.Skip(index)), separators));
    }
}
