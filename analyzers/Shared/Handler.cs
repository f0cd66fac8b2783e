using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>A method and one of its <c>[SocketHandler]</c> attributes, found valid. Holds symbols: it stays inside a transform or an analysis.</summary>
internal sealed record Handler(
    AttributeData Attribute, MethodTarget Target, Returns Returns, HandlerParameters Parameters, Route Route, double? TimeoutSeconds)
{
    /// <summary>The most seconds that a message may take.</summary>
    public const int MaxTimeout = 900;

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
        var timeout = attribute.Timeout(MaxTimeout, problems);
        var written = WrittenRoute(attribute, problems);
        // A broken route hides what its properties are: complaints about parameters would only be noise.
        if (problems.Found > before && HasRoute(attribute) && written is null) return null;
        var parameters = HandlerParameters.Read(method.Parameters, written, Offer.Handler, known, canBeJson, problems);
        if (parameters is null || target is null || returns is null || problems.Found > before) return null;
        if (parameters.Kind != MessageKind.Json && written is not null)
        {
            problems.Add(Ids.RouteOnTextOrBinary, attribute.ArgumentLocation(), method.ShortName(), parameters.Kind == MessageKind.Text ? "text" : "binary");
            return null;
        }
        var route = CombinedRoute(written, parameters, known);
        if (route is not null) return new(attribute, target, returns, parameters, route, timeout);
        problems.Add(Ids.RouteMalformed, attribute.ArgumentLocation(), written?.Text ?? "",
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
            problems.Add(Ids.RouteMalformed, attribute.ArgumentLocation(), "", "the route is null; write [SocketHandler] for a default handler");
            return null;
        }
        var route = RouteParser.Parse(text, out var error);
        if (error is not null) problems.Add(Ids.RouteMalformed, attribute.ArgumentLocation(text, error), text, error.Message);
        if (route is null || route.IndexOfPresence("userId") < 0) return route;
        problems.Add(Ids.RoutePropertyNotReadable, attribute.ArgumentLocation(), "userId",
            "'string userId' is always the connection's user; give the property another name");
        return null;
    }
}
