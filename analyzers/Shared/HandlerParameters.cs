using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>The parameters of a method, with the source of each.</summary>
/// <param name="All">The parameters in the order of their declaration.</param>
/// <param name="Message">The parameter that receives the message or the job, or null.</param>
/// <param name="Kind">The kind of message that the method takes.</param>
internal sealed record HandlerParameters(ImmutableArray<BoundParameter> All, IParameterSymbol? Message, MessageKind Kind)
{
    /// <summary>The parameters that receive a property of the route.</summary>
    public IEnumerable<BoundParameter> Properties => All.Where(parameter => parameter.Source == ParameterSource.Property);

    /// <summary>Decides the source of each parameter; null, with problems, if one cannot be decided.</summary>
    /// <param name="parameters">The parameters of a method or of a constructor.</param>
    /// <param name="route">The route as written in the attribute: parameters may receive its properties; null without one.</param>
    /// <param name="offer">The sources that the call offers.</param>
    /// <param name="known">The types that the rules are about.</param>
    /// <param name="canBeJson">Whether JSON code can be emitted for a type; null means yes.</param>
    /// <param name="problems">Receives the problems.</param>
    public static HandlerParameters? Read(ImmutableArray<IParameterSymbol> parameters, Route? route, Offer offer, KnownTypes known,
        Func<ITypeSymbol, bool>? canBeJson, Problems problems)
    {
        var before = problems.Found;
        ParameterClassifier classifier = new(route, offer, known, canBeJson, problems);
        var bound = parameters.Select(classifier.ClassifyByItself).ToArray();
        var message = classifier.ChooseMessage(parameters, bound);
        for (var i = 0; i < bound.Length; i++) bound[i] ??= classifier.ClassifyRest(parameters[i], message);
        if (problems.Found > before) return null;
        return new(ImmutableArray.CreateRange(bound.Select(parameter => parameter!)), message,
            message is null ? MessageKind.Json : MessageKinds.KindOf(message.Type, known));
    }
}
