using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.CodeFixes;

/// <summary>
/// Adds to a handler's routes the properties that its parameters seem to be: <c>action=add</c> becomes <c>action=add/[a]/[b]</c>.
/// </summary>
internal sealed class RouteAddition
{
    private readonly List<(AttributeSyntax Attribute, string Added)> _routes;

    private RouteAddition(List<(AttributeSyntax, string)> routes) => _routes = routes;

    public string Title => $"Add '{_routes[0].Added}' to the route";

    /// <summary>
    /// The addition for an undecided parameter; null if the parameter is not a property, or a route is not a literal that can be extended.
    /// </summary>
    public static RouteAddition? Find(IParameterSymbol parameter, KnownTypes known, CancellationToken token)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method) return null;
        List<(AttributeSyntax, string)> routes = [];
        foreach (var attribute in method.GetAttributes().Where(attribute => attribute.AttributeClass?.Is(known[MarkedKind.SocketHandler]) == true))
        {
            if (attribute.ApplicationSyntaxReference?.GetSyntax(token) is not AttributeSyntax syntax) return null;
            var route = attribute.ConstructorArguments.FirstOrDefault().Value is string text ? RouteParser.Parse(text, out _) : null;
            if (attribute.ConstructorArguments.Length > 0 && (route is null || Literal(syntax) is null)) return null;
            // Without a route and a marked message, the handler takes the messages that no route takes: a route would change that.
            if (route is null && !method.Parameters.Any(other => Handler.MessageCondition(other.Type, known) is not null)) return null;
            var properties = UndecidedParameter.PropertiesIn(method, route, known);
            if (properties.Contains(parameter.Name)) routes.Add((syntax, string.Join("/", properties.Select(property => $"[{property}]"))));
        }
        return routes.Count > 0 ? new(routes) : null;
    }

    public async Task ApplyAsync(Edits edits, CancellationToken token)
    {
        foreach (var (attribute, added) in _routes)
            await edits.ReplaceAsync(attribute, nameof(RouteAddition), (node, _) => Add(node, added), token).ConfigureAwait(false);
    }

    private static AttributeSyntax Add(AttributeSyntax attribute, string added)
    {
        if (Literal(attribute) is { } literal)
        {
            var route = literal.Token.ValueText;
            return attribute.ReplaceNode(literal, literal.WithToken(RouteLiteral.Replace(literal.Token, route, route.Length, 0, "/" + added)));
        }
        var argument = SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(added)));
        var arguments = attribute.ArgumentList?.Arguments ?? [];
        // Named arguments, such as TimeoutSeconds, come after it.
        if (arguments.Count > 0) arguments = arguments.Replace(arguments[0], arguments[0].WithLeadingTrivia(SyntaxFactory.Space));
        return attribute.WithArgumentList((attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList()).WithArguments(arguments.Insert(0, argument)));
    }

    private static LiteralExpressionSyntax? Literal(AttributeSyntax attribute)
        => attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null)?.Expression as LiteralExpressionSyntax;
}
