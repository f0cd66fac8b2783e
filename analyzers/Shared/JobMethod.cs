using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>
/// A valid method marked <c>[QueueHandler]</c> or <c>[ScheduleHandler]</c>. Holds symbols: it must not leave a transform or an analysis.
/// </summary>
internal sealed record JobMethod(
    MarkedKind Kind, AttributeData Attribute, MethodTarget Target, Returns Returns, HandlerParameters Parameters, double? TimeoutSeconds)
{
    /// <summary>The longest timeout of a job, in seconds: a day.</summary>
    public const int MaxTimeout = 86400;

    public IMethodSymbol Method => Target.Method;

    /// <summary>The queue's name; for a schedule, whose runs have a queue of their own, the method's full name.</summary>
    public required string Queue { get; init; }

    /// <summary>The schedule's times; null for a queue.</summary>
    public ScheduleExpression? Schedule { get; init; }

    /// <summary>The type of a queue's jobs; null for a schedule.</summary>
    public ITypeSymbol? JobType => Parameters.Message?.Type;

    /// <summary>Reads a method by its mark. An invalid method gives null, and its problems go to <paramref name="problems"/>.</summary>
    public static JobMethod? Read(IMethodSymbol method, KnownTypes known, Problems problems)
        => Read(method, MarkedKind.QueueHandler, known, problems) ?? Read(method, MarkedKind.ScheduleHandler, known, problems);

    /// <summary>Reads a method as marked with this kind; null if it is not marked so, or, with problems, if it is invalid.</summary>
    public static JobMethod? Read(IMethodSymbol method, MarkedKind kind, KnownTypes known, Problems problems)
    {
        if (method.Attribute(known[kind]) is not { } attribute) return null;
        if (MarkedKind.AllOf(method, known).Any(other => other.Role == MarkedRole.Job && other != kind))
        {
            problems.Add(Ids.NotAHandler, method.Location(), method.ShortName(),
                "it is marked both [QueueHandler] and [ScheduleHandler], but a scheduled run has no job; make two methods of it");
            return null;
        }
        var before = problems.Found;
        var timeout = attribute.Timeout(MaxTimeout, problems);
        var queue = kind == MarkedKind.QueueHandler ? ReadName(attribute, method, problems) : method.FullName();
        var schedule = kind == MarkedKind.ScheduleHandler ? ReadExpression(attribute, problems) : null;
        var target = MethodTarget.Read(method, kind.Offer, known, problems);
        if (target is null && MethodTarget.IsNone(method, known)) return null;
        var returns = Returns.OfJob(method, known, problems);
        var parameters = HandlerParameters.Read(method.Parameters, null, kind.Offer, known, null, problems);
        if (kind == MarkedKind.QueueHandler && parameters is { Message: null }) problems.Add(Ids.NoJob, method.Location(), method.ShortName());
        return problems.Found > before || target is null || returns is null || parameters is null || queue is null
            ? null
            : new(kind, attribute, target, returns, parameters, timeout) { Queue = queue, Schedule = schedule };
    }

    private static string? ReadName(AttributeData attribute, IMethodSymbol method, Problems problems)
    {
        var isWritten = attribute.ConstructorArguments.Length > 0;
        // Other methods than ordinary ones are refused, and have no usable name.
        if (!isWritten && method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction)) return null;
        var name = isWritten ? attribute.ConstructorArguments[0].Value as string : QueueName.Of(method.Name);
        var error = name is null ? new(0, 0, "it is null; write [QueueHandler] for the method's name") : QueueName.Check(name);
        if (error is null) return name;
        var location = isWritten ? attribute.ArgumentLocation(name ?? "", error) : attribute.Location();
        problems.Add(Ids.QueueNameMalformed, location, name ?? "", error.Message);
        return null;
    }

    private static ScheduleExpression? ReadExpression(AttributeData attribute, Problems problems)
    {
        var text = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        var expression = ScheduleExpression.Parse(text, out var error);
        if (error is not null) problems.Add(Ids.ScheduleWrong, attribute.ArgumentLocation(text, error), text, error.Message);
        return expression;
    }
}
