using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>What each parameter of a method is.</summary>
/// <param name="All">The parameters in the order of their declaration.</param>
/// <param name="Message">The parameter that receives the message or the job, or null.</param>
/// <param name="Kind">The kind of message that the method takes.</param>
internal sealed record HandlerParameters(ImmutableArray<BoundParameter> All, IParameterSymbol? Message, MessageKind Kind)
{
    /// <summary>The parameters that receive a property named in the route.</summary>
    public IEnumerable<BoundParameter> Properties => All.Where(parameter => parameter.Source == ParameterSource.Property);

    /// <summary>Says what each parameter is; null, and problems, where one cannot be told.</summary>
    /// <param name="parameters">The parameters of a method or of a constructor.</param>
    /// <param name="route">The route as written in the attribute, whose properties the parameters may receive; null without one.</param>
    /// <param name="offer">What the call has to offer.</param>
    /// <param name="known">The types that the rules are about.</param>
    /// <param name="canBeJson">Whether JSON code can be emitted for a type; null means yes.</param>
    /// <param name="problems">Receives what is wrong.</param>
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
