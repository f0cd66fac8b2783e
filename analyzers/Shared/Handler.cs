using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>
/// A valid method with one of its <c>[SocketHandler]</c> attributes. Holds symbols: it must not leave a transform or an analysis.
/// </summary>
internal sealed record Handler(
    AttributeData Attribute, MethodTarget Target, Returns Returns, HandlerParameters Parameters, Route Route, double? TimeoutSeconds)
{
    /// <summary>The longest timeout of a message, in seconds.</summary>
    public const int MaxTimeout = 900;

    public IMethodSymbol Method => Target.Method;

    /// <summary>The name of the only endpoint that the handler belongs to; null if it belongs to every endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The attributes that restrict its callers; empty if every client may call it.</summary>
    public ImmutableArray<AttributeData> Authorization { get; init; } = [];

    /// <summary>Whether the next message need not wait for the handler: <c>Concurrent</c> if it is set, else true for streams.</summary>
    public bool IsConcurrent => Attribute.Named("Concurrent") is bool isConcurrent ? isConcurrent : Returns.Kind == ReturnKind.Stream;

    /// <summary>The route in its canonical form. No two handlers of an endpoint may have the same.</summary>
    public string CanonicalRoute => Route.Canonical(Parameters.Kind);

    /// <summary>The route as its assembly announces it to other assemblies.</summary>
    public string AnnouncedRoute => new AnnouncedRoute(Endpoint, CanonicalRoute).ToString();

    /// <summary>The name of the endpoint in a handler's attribute, or in that of its class; null if neither has one.</summary>
    public static string? EndpointOf(AttributeData attribute, IMethodSymbol method, KnownTypes known)
        => attribute.Named("Endpoint") as string
            ?? method.ContainingType?.Attribute(known.SocketEndpoint)?.ConstructorArguments.FirstOrDefault().Value as string;

    /// <summary>
    /// Reads every <c>[SocketHandler]</c> of a method. Invalid ones are left out, and their problems added to <paramref name="problems"/>.
    /// </summary>
    public static ImmutableArray<Handler> ReadAll(IMethodSymbol method, KnownTypes known, Func<ITypeSymbol, bool>? canBeJson, Problems problems)
    {
        var attributes = method.GetAttributes().Where(attribute => attribute.AttributeClass?.Is(known[MarkedKind.SocketHandler]) == true).ToList();
        if (attributes.Count == 0) return [];
        var target = MethodTarget.Read(method, Offer.Handler, known, problems);
        if (target is null && MethodTarget.IsNone(method, known)) return [];
        var returns = Returns.OfHandler(method, known, problems);
        var before = problems.Found;
        var authorization = Analysis.Authorization.Of(method, known, problems);
        if (problems.Found > before) target = null; // never without what guards it
        return
        [
            .. attributes.Select(attribute => Read(attribute, method, target, returns, known, canBeJson, problems) is { } handler
                ? handler with { Endpoint = EndpointOf(attribute, method, known), Authorization = authorization } : null).OfType<Handler>(),
        ];
    }

    private static Handler? Read(AttributeData attribute, IMethodSymbol method, MethodTarget? target, Returns? returns,
        KnownTypes known, Func<ITypeSymbol, bool>? canBeJson, Problems problems)
    {
        var before = problems.Found;
        var timeout = attribute.Timeout(MaxTimeout, problems);
        var written = WrittenRoute(attribute, problems);
        // While the route is broken, its properties are unknown: reports about parameters would be noise.
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

    /// <summary>The condition that <c>[SocketMessage]</c> puts on a message's type; null without the attribute.</summary>
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
        if (route is null || !route.Gives("userId")) return route;
        problems.Add(Ids.RoutePropertyNotReadable, attribute.ArgumentLocation(), "userId",
            "'string userId' is always the connection's user; give the property another name");
        return null;
    }
}
