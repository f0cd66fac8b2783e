using Microsoft.CodeAnalysis;

namespace QueueRun.CodeFixes;

/// <summary>Decides by the rules whether a method can still take a message.</summary>
internal static class MessageChoice
{
    /// <summary>Whether a parameter could be the message or the job for all marks of its method.</summary>
    public static bool CanBeMessage(IParameterSymbol parameter, KnownTypes known)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method) return false;
        // Only JSON messages have routes, and only JSON objects meet a route.
        var canHaveRoute = MessageKinds.KindOf(parameter.Type, known) == MessageKind.Json && !JsonSupport.IsNeverAnObject(parameter.Type, known);
        foreach (var attribute in method.GetAttributes())
        {
            if (MarkedKind.Of(attribute, known) is not { } kind) continue;
            if (!kind.HasMessage) return false;
            var isRouted = kind == MarkedKind.SocketHandler && attribute.ConstructorArguments.FirstOrDefault().Value is string;
            var route = isRouted ? RouteParser.Parse((string)attribute.ConstructorArguments[0].Value!, out _) : null;
            if ((route is not null && !canHaveRoute) || HasMessage(method, route, kind.Offer, known)) return false;
        }
        return true;
    }

    private static bool HasMessage(IMethodSymbol method, Route? route, Offer offer, KnownTypes known)
    {
        ParameterClassifier classifier = new(route, offer, known, null, new Problems());
        return classifier.ChooseMessage(method.Parameters, [.. method.Parameters.Select(classifier.ClassifyByItself)]) is not null;
    }
}
