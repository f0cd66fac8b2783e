using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>What a method that does jobs is marked as.</summary>
internal enum JobKind
{
    Queue,
    Schedule,
}

/// <summary>A method marked <c>[QueueHandler]</c> or <c>[ScheduleHandler]</c>, found valid. Holds symbols: it stays inside a transform or an analysis.</summary>
internal sealed record JobMethod(
    JobKind Kind, AttributeData Attribute, MethodTarget Target, Returns Returns, HandlerParameters Parameters, double? TimeoutSeconds)
{
    /// <summary>The most seconds that a job may take: a day.</summary>
    public const int MaxTimeout = 86400;

    public IMethodSymbol Method => Target.Method;

    /// <summary>The queue's name; of a schedule, whose runs are a queue of their own, the method's full name.</summary>
    public required string Queue { get; init; }

    /// <summary>When a schedule runs; null for a queue.</summary>
    public ScheduleExpression? Schedule { get; init; }

    /// <summary>The type of a queue's jobs; null for a schedule.</summary>
    public ITypeSymbol? JobType => Parameters.Message?.Type;

    /// <summary>Reads whatever a method is marked as; what is wrong is left out and goes to <paramref name="problems"/>.</summary>
    public static JobMethod? Read(IMethodSymbol method, KnownTypes known, Problems problems)
        => Read(method, JobKind.Queue, known, problems) ?? Read(method, JobKind.Schedule, known, problems);

    /// <summary>Reads a method as what it is marked; null where it is not, and, with problems, where it cannot serve.</summary>
    public static JobMethod? Read(IMethodSymbol method, JobKind kind, KnownTypes known, Problems problems)
    {
        if (method.Attribute(AttributeOf(kind, known)) is not { } attribute) return null;
        if (method.Attribute(AttributeOf(1 - kind, known)) is not null)
        {
            problems.Add(Ids.NotAHandler, method.Location(), method.ShortName(),
                "it is marked both [QueueHandler] and [ScheduleHandler], and only one of them brings a job; make two methods of it");
            return null;
        }
        var offer = kind == JobKind.Queue ? Offer.Queue : Offer.Schedule;
        var before = problems.Found;
        var timeout = attribute.Timeout(MaxTimeout, problems);
        var queue = kind == JobKind.Queue ? ReadName(attribute, method, problems) : method.FullName();
        var schedule = kind == JobKind.Schedule ? ReadExpression(attribute, problems) : null;
        var target = MethodTarget.Read(method, offer, known, problems);
        var returns = Returns.OfJob(method, known, problems);
        var parameters = HandlerParameters.Read(method.Parameters, null, offer, known, null, problems);
        if (kind == JobKind.Queue && parameters is { Message: null }) problems.Add(Ids.NoJob, method.Location(), method.ShortName());
        return problems.Found > before || target is null || returns is null || parameters is null || queue is null
            ? null
            : new(kind, attribute, target, returns, parameters, timeout) { Queue = queue, Schedule = schedule };
    }

    /// <summary>The attribute type of a kind.</summary>
    public static INamedTypeSymbol? AttributeOf(JobKind kind, KnownTypes known) => kind == JobKind.Queue ? known.QueueHandler : known.ScheduleHandler;

    private static string? ReadName(AttributeData attribute, IMethodSymbol method, Problems problems)
    {
        var isWritten = attribute.ConstructorArguments.Length > 0;
        // What is no ordinary method is refused, and has no name of its own to speak of.
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
