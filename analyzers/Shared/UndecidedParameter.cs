using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>The probable intention of a handler's undecided parameter, and the cure.</summary>
/// <param name="parameter">The parameter.</param>
/// <param name="message">The parameter that is the message, or null.</param>
/// <param name="route">The route as written; null without one.</param>
/// <param name="known">The types that the rules are about.</param>
internal sealed class UndecidedParameter(IParameterSymbol parameter, IParameterSymbol? message, Route? route, KnownTypes known)
{
    private string Name => parameter.Name;

    /// <summary>The cure: the sentence after <c>Cannot tell what it is</c>.</summary>
    public string Cure()
    {
        if (route?.Conditions.FirstOrDefault(condition => condition.Property == Name) is { Value: { } value })
            return $"it is always '{value}' here, as the route says; remove the parameter, or write '[{Name}]' in the route to take any value";
        if (route is not null && Similar() is { } similar)
            return $"did you mean '{similar}', which the route names? Call the parameter '{similar}', or write '[{Name}]' in the route";
        var properties = PropertiesIn((IMethodSymbol)parameter.ContainingSymbol, route, known);
        if (!properties.Contains(Name))
        {
            var mark = Mark();
            return message is null ? mark : $"'{message.Name}' is the message; take the value from there{(CanBeService ? ", or mark this one [FromServices] if it is a service" : "")}";
        }
        var condition = string.Join("/", properties.Select(property => $"[{property}]"));
        var (they, are) = properties.Length == 1 ? ("it", "is a property") : ("they", "are properties");
        var add = route is not null ? $"add '/{condition}' to the route" : $"write [SocketHandler(\"{condition}\")]";
        if (message is not null) return $"'{message.Name}' is the message; take the value from there, or {add} if {they} {are} beside it";
        return route is not null ? $"{add} if {they} {are} of the message" : $"mark it [FromMessage] if it is the message, or {add} if {they} {are} of it";
    }

    /// <summary>The undecided parameters of a method that may be properties of the message: text, numbers, dates, lists.</summary>
    /// <param name="method">The handler.</param>
    /// <param name="route">Its route; null without one.</param>
    /// <param name="known">The types that the rules are about.</param>
    public static ImmutableArray<string> PropertiesIn(IMethodSymbol method, Route? route, KnownTypes known)
    {
        ParameterClassifier classifier = new(route, Offer.Handler, known, null, new Problems());
        var bound = method.Parameters.Select(classifier.ClassifyByItself).ToArray();
        var message = classifier.ChooseMessage(method.Parameters, bound);
        return [.. method.Parameters
            .Where((parameter, i) => bound[i] is null && !SymbolEqualityComparer.Default.Equals(parameter, message)
                && parameter.Name != "userId" && route?.Conditions.Any(condition => condition.Property == parameter.Name) != true
                && JsonSupport.IsNeverAnObject(parameter.Type, known) && JsonSupport.CanBeRead(known)(parameter.Type))
            .Select(parameter => parameter.Name)];
    }

    private bool CanBeService => parameter.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String };

    private string Mark()
    {
        var canBeMessage = JsonSupport.CanBeRead(known)(parameter.Type);
        return (canBeMessage, CanBeService) switch
        {
            (true, true) => "mark it [FromMessage] if it is the message, or [FromServices] if it is a service",
            (true, false) => "mark it [FromMessage] if it is the message",
            (false, true) => "mark it [FromServices] if it is a service",
            _ => "it cannot be read from JSON, and is not a service; take another type",
        };
    }

    /// <summary>A property of the route with a similar name, which is not the name of any parameter.</summary>
    private string? Similar()
    {
        var others = ((IMethodSymbol)parameter.ContainingSymbol).Parameters.Select(other => other.Name).ToList();
        return route!.Conditions.Where(condition => condition.Value is null).Select(condition => condition.Property).Concat(route.Optional)
            .Where(property => !others.Contains(property))
            .Select(property => (Property: property, Distance: Distance(property.ToUpperInvariant(), Name.ToUpperInvariant())))
            .Where(found => found.Distance <= Math.Min(2, Math.Min(found.Property.Length, Name.Length) / 2) || IsPart(found.Property, Name) || IsPart(Name, found.Property))
            .OrderBy(found => found.Distance).Select(found => found.Property).FirstOrDefault();
    }

    /// <summary>Whether a name begins or ends with another, as <c>roomId</c> does with <c>room</c> or <c>Id</c>.</summary>
    private static bool IsPart(string part, string whole)
        => part.Length > 1 && (whole.StartsWith(part, StringComparison.OrdinalIgnoreCase) || whole.EndsWith(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>The number of letters to change, add or remove.</summary>
    private static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var current = new int[other.Length + 1];
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
            previous = current;
        }
        return previous[other.Length];
    }
}
