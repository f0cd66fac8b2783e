using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>Turns what is found valid about a marked method into what emitted code needs to know. Nothing of Roslyn comes out.</summary>
internal static class EntryPointReader
{
    private static readonly SymbolDisplayFormat s_signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeContainingType)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType);

    /// <summary>Every valid <c>[SocketHandler]</c> that stands at this node.</summary>
    public static MarkedMethod Handlers(GeneratorAttributeSyntaxContext context)
    {
        if (context.TargetSymbol is not IMethodSymbol method) return MarkedMethod.None;
        var known = KnownTypes.Of(context.SemanticModel.Compilation);
        // A partial method has two nodes and one set of attributes: each attribute is taken where it is written.
        var handlers = Analysis.Handler.ReadAll(method, known, JsonQuestion.CanBeRead(known), new Problems())
            .Where(handler => StandsAt(handler.Attribute, context.TargetNode) && JsonQuestion.CanCarry(handler.Parameters, handler.Returns.Message, known))
            .ToList();
        return new(
            handlers.Select(handler => Read(handler, known)).ToEquatableArray(),
            handlers.SelectMany(handler => MessageRoot.Of(handler.Parameters, handler.Returns, known)).ToEquatableArray());
    }

    /// <summary>The lifecycle method at this node, if it is valid.</summary>
    public static MarkedMethod Lifecycle(LifecycleKind kind, GeneratorAttributeSyntaxContext context)
    {
        if (context.TargetSymbol is not IMethodSymbol method) return MarkedMethod.None;
        var known = KnownTypes.Of(context.SemanticModel.Compilation);
        return LifecycleMethod.Read(method, kind, known, JsonQuestion.CanBeRead(known), new Problems()) is { } found
            && StandsAt(method.Attribute(LifecycleMethod.AttributeOf(kind, known))!, context.TargetNode)
            && JsonQuestion.CanCarry(found.Parameters, null, known)
            ? new(new([Read(found)]), MessageRoot.Of(found.Parameters, null, known).ToEquatableArray())
            : MarkedMethod.None;
    }

    /// <summary>The queue handler or schedule handler at this node, if it is valid.</summary>
    public static MarkedMethod Job(JobKind kind, GeneratorAttributeSyntaxContext context)
    {
        if (context.TargetSymbol is not IMethodSymbol method) return MarkedMethod.None;
        var known = KnownTypes.Of(context.SemanticModel.Compilation);
        return JobMethod.Read(method, kind, known, new Problems()) is { } found
            && StandsAt(found.Attribute, context.TargetNode)
            && (found.JobType is not { } job || JsonQuestion.Job(job, known) is null)
            ? new(new([Read(found, known)]), MessageRoot.OfJob(found, known).ToEquatableArray())
            : MarkedMethod.None;
    }

    private static bool StandsAt(AttributeData attribute, SyntaxNode node)
        => attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == node.SyntaxTree && node.Span.Contains(reference.Span);

    private static EntryPoint Read(Analysis.Handler handler, KnownTypes known) => new()
    {
        Kind = EntryPointKind.Handler,
        Call = ReadCall(handler.Target, handler.Parameters, ReadResult(handler.Returns, known)),
        MessageKind = handler.Parameters.Kind,
        RouteText = handler.Route.Text,
        Route = handler.Route.Conditions.ToEquatableArray(),
        CanonicalRoute = handler.CanonicalRoute,
        TimeoutSeconds = handler.TimeoutSeconds,
    };

    private static EntryPoint Read(LifecycleMethod method) => new()
    {
        Kind = method.Kind switch
        {
            LifecycleKind.Authenticate => EntryPointKind.Authenticate,
            LifecycleKind.OnConnect => EntryPointKind.OnConnect,
            LifecycleKind.OnOnline => EntryPointKind.OnOnline,
            _ => EntryPointKind.OnOffline,
        },
        Call = ReadCall(method.Target, method.Parameters, ReadResult(method.Returns, null)),
        MessageKind = method.Parameters.Kind,
    };

    private static EntryPoint Read(JobMethod method, KnownTypes known) => new()
    {
        Kind = method.Kind == JobKind.Queue ? EntryPointKind.Queue : EntryPointKind.Schedule,
        Call = ReadCall(method.Target, method.Parameters, ReadResult(method.Returns, known)),
        TimeoutSeconds = method.TimeoutSeconds,
        Queue = method.JobType is { } job ? new(method.Queue, Emitted.Name(job), job.FullName(), MessageKinds.IsReadFromJson(job, known)) : null,
        Schedule = method.Schedule is { } schedule
            ? new(schedule.Text, schedule.Cron, method.Attribute.Named("TimeZone") as string, method.Attribute.Named("MissedRuns") is 1)
            : null,
    };

    private static Call ReadCall(MethodTarget target, HandlerParameters parameters, Result result)
    {
        var type = target.Method.ContainingType;
        return new()
        {
            TypeName = type.DottedName(),
            Type = Emitted.Name(type),
            Method = target.Method.Name,
            Signature = target.Method.ToDisplayString(s_signature),
            Parameters = parameters.All.Select(Read).ToEquatableArray(),
            Construction = target.Constructor is null ? null : new(target.ConstructorParameters.Select(Read).ToEquatableArray(), target.Disposal),
            Result = result,
        };
    }

    private static Binding Read(BoundParameter bound)
    {
        var type = bound.Parameter.Type;
        return new()
        {
            Name = bound.Parameter.Name,
            Source = bound.Source,
            Type = Emitted.AnnotatedName(type),
            PlainType = Emitted.Name(type),
            Optional = bound.Optional,
            Forgive = bound.Optional && bound.Parameter.NullableAnnotation == NullableAnnotation.NotAnnotated && type.IsReferenceType,
            Condition = bound.Condition,
            Key = bound.Key is { } key ? Emitted.Literal(key) : null,
            IsString = type.SpecialType == SpecialType.System_String,
        };
    }

    private static Result ReadResult(Returns returns, KnownTypes? known)
        => returns.Message is { } message
            ? new(returns.Kind, Emitted.Name(message), Emitted.IsAnnotated(message), known is not null && MessageKinds.IsWrittenAsJson(message, known))
            : new(returns.Kind, null, false, false);
}
