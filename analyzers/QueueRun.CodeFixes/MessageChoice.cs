using Microsoft.CodeAnalysis;

namespace QueueRun.CodeFixes;

/// <summary>Asks the rules whether a method still has room for a message.</summary>
internal static class MessageChoice
{
    /// <summary>Whether a parameter could be the message, or the job, of everything that its method is marked as.</summary>
    public static bool CanBeMessage(IParameterSymbol parameter, KnownTypes known)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method) return false;
        if (LifecycleMethod.KindsOf(method, known).Any(kind => kind != LifecycleKind.Authenticate) || method.Attribute(known.ScheduleHandler) is not null) return false;
        var isJson = MessageKinds.KindOf(parameter.Type, known) == MessageKind.Json;
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Is(known.SocketHandler) == true)
            {
                var route = attribute.ConstructorArguments.FirstOrDefault().Value is string text ? RouteParser.Parse(text, out _) : null;
                // Only JSON messages have routes.
                if ((route is not null && !isJson) || HasMessage(method, route, Offer.Handler, known)) return false;
            }
            else if (attribute.AttributeClass?.Is(known.Authenticate) == true && HasMessage(method, null, Offer.Authenticate, known)) return false;
            else if (attribute.AttributeClass?.Is(known.QueueHandler) == true && HasMessage(method, null, Offer.Queue, known)) return false;
        }
        return true;
    }

    private static bool HasMessage(IMethodSymbol method, Route? route, Offer offer, KnownTypes known)
    {
        ParameterClassifier classifier = new(route, offer, known, null, new Problems());
        return classifier.ChooseMessage(method.Parameters, [.. method.Parameters.Select(classifier.ClassifyByItself)]) is not null;
    }
}
