using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analyzers;

namespace QueueRun.CodeFixes;

/// <summary>QR0024: adds a parameter for a property of the route.</summary>
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
        // A method that overrides, implements or has a second part shares its parameters with the other declaration.
        if (!ReturnTypes.CanChange(method) || method.IsPartialDefinition || method.PartialDefinitionPart is not null) return [];
        if (Declares(syntax, property)) return [];
        // In the order of the route, before all other parameters: parameters for other properties of the route keep their places.
        var known = KnownTypes.Of(model.Compilation);
        var route = Handler.ReadAll(method, known, JsonSupport.CanBeRead(known), new Problems())
            .Select(handler => handler.Route).FirstOrDefault(route => route.Gives(property));
        if (route is null) return [];
        // Without nullable annotations, any string may be null.
        var isAnnotated = route.Optional.Contains(property) && model.GetNullableContext(syntax.SpanStart).AnnotationsEnabled();
        return [new($"Add the parameter '{(isAnnotated ? "string?" : "string")} {GeneratedNames.Escape(property)}'", AddParameter,
            (edits, token) => edits.ReplaceAsync(syntax.ParameterList, property, (list, _) => Add(list, property, isAnnotated, route), token))];
    }

    private static bool Declares(MethodDeclarationSyntax method, string name)
        => method.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name
            && token.Parent is ParameterSyntax or VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or LocalFunctionStatementSyntax or TypeParameterSyntax);

    private static ParameterListSyntax Add(ParameterListSyntax list, string property, bool isAnnotated, Route route)
    {
        var name = GeneratedNames.Escape(property);
        TypeSyntax type = SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.StringKeyword));
        if (isAnnotated) type = SyntaxFactory.NullableType(type);
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(default, SyntaxKind.IdentifierToken, name, property, default))
            .WithType(type.WithTrailingTrivia(SyntaxFactory.Space));
        var parameters = list.Parameters;
        var index = 0;
        while (index < parameters.Count && route.Gives(parameters[index].Identifier.ValueText)
            && route.ColumnOfProperty(parameters[index].Identifier.ValueText) < route.ColumnOfProperty(property)) index++;
        // The space after a comma, and a line's comment or indentation, stay with their parameter.
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
