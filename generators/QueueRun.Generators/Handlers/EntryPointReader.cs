using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Turns valid marked methods into records for emission. The records contain nothing of Roslyn.</summary>
internal static class EntryPointReader
{
    private static readonly SymbolDisplayFormat s_signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeContainingType)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType);

    /// <summary>Reads the attributes of a kind at this node.</summary>
    public static MarkedMethod Read(MarkedKind kind, GeneratorAttributeSyntaxContext context) => kind.Role switch
    {
        MarkedRole.Handler => Handlers(context),
        MarkedRole.Job => Job(kind, context),
        _ => Lifecycle(kind, context),
    };

    /// <summary>Reads every valid <c>[SocketHandler]</c> at this node.</summary>
    private static MarkedMethod Handlers(GeneratorAttributeSyntaxContext context)
    {
        var handlers = ValidHandlers(context, out var known);
        return new(
            handlers.Select(handler => Read(handler, known)).ToEquatableArray(),
            handlers.SelectMany(handler => MessageRoot.Of(handler.Parameters, handler.Returns, known)).ToEquatableArray());
    }

    /// <summary>The valid handlers at this node, with their symbols, which must not leave the transform.</summary>
    public static IReadOnlyList<Analysis.Handler> ValidHandlers(GeneratorAttributeSyntaxContext context, out KnownTypes known)
    {
        var types = known = KnownTypes.Of(context.SemanticModel.Compilation);
        if (context.TargetSymbol is not IMethodSymbol method) return [];
        // A partial method has two nodes and one set of attributes: each attribute is read at the node where it is written.
        return
        [
            .. Analysis.Handler.ReadAll(method, types, JsonSupport.CanBeRead(types), new Problems())
                .Where(handler => StandsAt(handler.Attribute, context.TargetNode) && JsonSupport.CanCarry(handler.Parameters, handler.Returns.Message, types)),
        ];
    }

    /// <summary>Reads the lifecycle method at this node, if it is valid.</summary>
    private static MarkedMethod Lifecycle(MarkedKind kind, GeneratorAttributeSyntaxContext context)
    {
        return ValidLifecycle(kind, context, out var known) is { } found
            ? new(new([Read(found, known)]), MessageRoot.Of(found.Parameters, null, known).Concat(MessageRoot.OfUsers(found, known)).ToEquatableArray())
            : MarkedMethod.None;
    }

    /// <summary>
    /// The valid lifecycle method at this node, with its symbols, which must not leave the transform; null if there is none.
    /// </summary>
    public static LifecycleMethod? ValidLifecycle(MarkedKind kind, GeneratorAttributeSyntaxContext context, out KnownTypes known)
    {
        known = KnownTypes.Of(context.SemanticModel.Compilation);
        return context.TargetSymbol is IMethodSymbol method
            && LifecycleMethod.Read(method, kind, known, JsonSupport.CanBeRead(known), new Problems()) is { } found
            // '[return: OnOnline]' is found here too, but is not an attribute of the method.
            && method.Attribute(known[kind]) is { } attribute && StandsAt(attribute, context.TargetNode)
            && JsonSupport.CanCarry(found.Parameters, null, known) && JsonSupport.CanCarryUsers(found, known) ? found : null;
    }

    /// <summary>Reads the queue handler or schedule handler at this node, if it is valid.</summary>
    private static MarkedMethod Job(MarkedKind kind, GeneratorAttributeSyntaxContext context)
    {
        if (context.TargetSymbol is not IMethodSymbol method) return MarkedMethod.None;
        var known = KnownTypes.Of(context.SemanticModel.Compilation);
        return JobMethod.Read(method, kind, known, new Problems()) is { } found
            && StandsAt(found.Attribute, context.TargetNode)
            && (found.JobType is not { } job || JsonSupport.Job(job, known) is null)
            ? new(new([Read(found, known)]), MessageRoot.OfJob(found, known).ToEquatableArray())
            : MarkedMethod.None;
    }

    private static bool StandsAt(AttributeData attribute, SyntaxNode node)
        => attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == node.SyntaxTree && node.Span.Contains(reference.Span);

    private static EntryPoint Read(Analysis.Handler handler, KnownTypes known) => new()
    {
        Kind = MarkedKind.SocketHandler,
        Call = ReadCall(handler.Target, handler.Parameters, ReadResult(handler.Returns, known)),
        MessageKind = handler.Parameters.Kind,
        RouteText = handler.Route.Text,
        Route = handler.Route.Conditions.ToEquatableArray(),
        OptionalProperties = handler.Route.Optional.ToEquatableArray(),
        AnnouncedRoute = handler.AnnouncedRoute,
        Endpoint = handler.Endpoint,
        Authorization = handler.Authorization.Select(Emitted.New).ToEquatableArray(),
        TimeoutSeconds = handler.TimeoutSeconds,
        IsConcurrent = handler.IsConcurrent,
    };

    private static EntryPoint Read(LifecycleMethod method, KnownTypes known) => new()
    {
        Kind = method.Kind,
        Call = ReadCall(method.Target, method.Parameters, ReadResult(method.Returns, null)),
        MessageKind = method.Parameters.Kind,
        Users = method.OwnUsers(known)
            .Select(user => user.Parameter.Type)
            .Where(type => JsonSupport.User(type, known) is null)
            .Select(type => new HookUser(Emitted.Name(type), Writer(type)))
            .ToEquatableArray(),
    };

    private static EntryPoint Read(JobMethod method, KnownTypes known) => new()
    {
        Kind = method.Kind,
        Call = ReadCall(method.Target, method.Parameters, ReadResult(method.Returns, known)),
        TimeoutSeconds = method.TimeoutSeconds,
        Queue = method.JobType is { } job ? new(method.Queue, Emitted.Name(job), job.FullName(), MessageKinds.IsReadFromJson(job, known) ? Writer(job) : null) : null,
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
            Suppressions = Suppressions(target).Distinct().ToEquatableArray(),
        };
    }

    private static IEnumerable<Suppression> Suppressions(MethodTarget target)
    {
        for (ISymbol? symbol = target.Method; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            foreach (var attribute in symbol.GetAttributes().Where(attribute => attribute.AttributeClass?.Name == "UnconditionalSuppressMessageAttribute" && !attribute.IsBroken()))
            {
                var arguments = attribute.ConstructorArguments;
                if (arguments.Length == 2 && arguments[0].Value is string category && arguments[1].Value is string id) yield return new(category, id);
            }
        }
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
            Index = bound.Index,
            Default = bound.Default is { } value ? Literals.Of(value, Emitted.Name(type)) : null,
            Key = bound.Key is { } key ? Emitted.Literal(key) : null,
            IsString = type.SpecialType == SpecialType.System_String,
        };
    }

    private static Result ReadResult(Returns returns, KnownTypes? known)
        => returns.Message is { } message
            ? new(returns.Kind, Emitted.Name(message), Emitted.IsAnnotated(message), known is not null && MessageKinds.IsWrittenAsJson(message, known) ? Writer(message) : null)
            : new(returns.Kind, null, false, null);

    private static string Writer(ITypeSymbol type) => "MessageWriters." + MessageNames.ForWriter(JsonNames.Key(type));
}
