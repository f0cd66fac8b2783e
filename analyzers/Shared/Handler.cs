using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Analysis;

/// <summary>A method and one of its <c>[SocketHandler]</c> attributes, found valid. Holds symbols: it stays inside a transform or an analysis.</summary>
internal sealed record Handler(
    AttributeData Attribute, MethodTarget Target, Returns Returns, HandlerParameters Parameters, Route Route, double? TimeoutSeconds)
{
    public IMethodSymbol Method => Target.Method;

    /// <summary>The one text that no other handler of the program may have.</summary>
    public string CanonicalRoute => Route.Canonical(Parameters.Kind);

    /// <summary>Reads every <c>[SocketHandler]</c> of a method; what is wrong is left out and goes to <paramref name="problems"/>.</summary>
    public static ImmutableArray<Handler> ReadAll(IMethodSymbol method, KnownTypes known, Func<ITypeSymbol, bool>? canBeJson, Problems problems)
    {
        var attributes = method.GetAttributes().Where(attribute => attribute.AttributeClass?.Is(known.SocketHandler) == true).ToList();
        if (attributes.Count == 0) return [];
        var target = MethodTarget.Read(method, Offer.Handler, known, problems);
        var returns = Returns.OfHandler(method, known, problems);
        return [.. attributes.Select(attribute => Read(attribute, method, target, returns, known, canBeJson, problems)).OfType<Handler>()];
    }

    private static Handler? Read(AttributeData attribute, IMethodSymbol method, MethodTarget? target, Returns? returns,
        KnownTypes known, Func<ITypeSymbol, bool>? canBeJson, Problems problems)
    {
        var before = problems.Found;
        var timeout = Timeout(attribute, problems);
        var written = WrittenRoute(attribute, problems);
        // A broken route hides what its properties are: complaints about parameters would only be noise.
        if (problems.Found > before && HasRoute(attribute) && written is null) return null;
        var parameters = HandlerParameters.Read(method.Parameters, written, Offer.Handler, known, canBeJson, problems);
        if (parameters is null || target is null || returns is null || problems.Found > before) return null;
        if (parameters.Kind != MessageKind.Json && written is not null)
        {
            problems.Add(Ids.RouteOnTextOrBinary, RouteLocation(attribute), method.ShortName(), parameters.Kind == MessageKind.Text ? "text" : "binary");
            return null;
        }
        var route = CombinedRoute(written, parameters, known);
        if (route is not null) return new(attribute, target, returns, parameters, route, timeout);
        problems.Add(Ids.RouteMalformed, RouteLocation(attribute), written?.Text ?? "",
            $"the type of '{parameters.Message!.Name}' asks for another value of the same property; remove the condition from the route");
        return null;
    }

    /// <summary>The condition that <c>[SocketMessage]</c> puts on a message's type; null without one.</summary>
    public static RouteCondition? MessageCondition(ITypeSymbol type, KnownTypes known)
    {
        if (type.Attribute(known.SocketMessage) is not { ConstructorArguments: { Length: 1 or 2 } arguments }) return null;
        var property = arguments.Length == 1 ? "type" : arguments[0].Value as string;
        return property is not null && arguments[arguments.Length - 1].Value is string value ? new(property, value) : null;
    }

    private static Route? CombinedRoute(Route? written, HandlerParameters parameters, KnownTypes known)
    {
        var route = written ?? Route.Default;
        return parameters.Message is { } message && MessageCondition(message.Type, known) is { } condition ? route.With(condition) : route;
    }

    private static bool HasRoute(AttributeData attribute) => attribute.ConstructorArguments.Length == 1;

    private static Route? WrittenRoute(AttributeData attribute, Problems problems)
    {
        if (!HasRoute(attribute)) return null;
        if (attribute.ConstructorArguments[0].Value is not string text)
        {
            problems.Add(Ids.RouteMalformed, RouteLocation(attribute), "", "the route is null; write [SocketHandler] for a default handler");
            return null;
        }
        var route = RouteParser.Parse(text, out var error);
        if (error is not null) problems.Add(Ids.RouteMalformed, RouteLocation(attribute, text, error), text, error.Message);
        if (route is null || route.IndexOfPresence("userId") < 0) return route;
        problems.Add(Ids.RoutePropertyNotReadable, RouteLocation(attribute), "userId",
            "'string userId' is always the connection's user; give the property another name");
        return null;
    }

    private static double? Timeout(AttributeData attribute, Problems problems)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key != "TimeoutSeconds" || argument.Value.Value is not double seconds) continue;
            if (seconds is > 0 and <= 900) return seconds;
            var syntax = Syntax(attribute)?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == "TimeoutSeconds");
            problems.Add(Ids.TimeoutOutOfRange, syntax?.GetLocation() ?? attribute.Location(), seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        return null;
    }

    /// <summary>The route's argument, or the attribute where there is none.</summary>
    public static Location? RouteLocation(AttributeData attribute)
        => RouteArgument(attribute)?.GetLocation() ?? attribute.Location();

    /// <summary>The place of an error inside the route's text, as exact as the literal allows.</summary>
    private static Location? RouteLocation(AttributeData attribute, string text, RouteError error)
    {
        if (RouteArgument(attribute) is not LiteralExpressionSyntax literal) return RouteLocation(attribute);
        // Where the text stands unescaped in the literal, its columns are the literal's.
        var start = literal.Token.Text.IndexOf(text, StringComparison.Ordinal);
        if (text.Length == 0 || start < 0) return literal.GetLocation();
        var column = Math.Min(error.Column, text.Length - 1);
        var length = Math.Max(1, Math.Min(error.Length, text.Length - column));
        return Location.Create(literal.SyntaxTree, new(literal.Token.SpanStart + start + column, length));
    }

    private static ExpressionSyntax? RouteArgument(AttributeData attribute)
        => Syntax(attribute)?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null)?.Expression;

    private static AttributeSyntax? Syntax(AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;
}
