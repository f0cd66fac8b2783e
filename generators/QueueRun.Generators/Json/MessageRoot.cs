using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The types that marked methods and marked types bring.</summary>
internal sealed record MessageRoot(JsonShape Shape, JsonUse Use)
{
    /// <summary>
    /// A type marked <c>[SocketMessage]</c>: it is written wherever it is sent, and has a contract for where it is read, or stands where only
    /// <c>object</c> is declared.
    /// </summary>
    public static EquatableArray<MessageRoot> OfMessage(GeneratorAttributeSyntaxContext found, CancellationToken token)
    {
        if (found.TargetSymbol is not INamedTypeSymbol { IsGenericType: false } type) return default;
        var compilation = found.SemanticModel.Compilation;
        var sent = JsonShapes.Read(type, JsonUse.Sent, compilation);
        var received = JsonShapes.Read(type, JsonUse.Received, compilation);
        // What cannot be constructed can still be hidden behind object.
        return new([new(sent, JsonUse.Sent), new(received.Refusal is null ? received : sent, JsonUse.Received)]);
    }

    /// <summary>What a handler's parameters receive, and what it returns.</summary>
    public static EquatableArray<MessageRoot> OfHandler(GeneratorAttributeSyntaxContext found, CancellationToken token)
    {
        if (found.TargetSymbol is not IMethodSymbol method) return default;
        var known = KnownTypes.Of(found.SemanticModel.Compilation);
        return Handler.ReadAll(method, known, JsonQuestion.CanBeRead(known), new Problems())
            .SelectMany(handler => OfParameters(handler.Parameters, known).Concat(OfResult(handler.Returns, known)))
            .Distinct().ToEquatableArray();
    }

    /// <summary>What <c>[Authenticate]</c> receives.</summary>
    public static EquatableArray<MessageRoot> OfAuthenticator(GeneratorAttributeSyntaxContext found, CancellationToken token)
    {
        if (found.TargetSymbol is not IMethodSymbol method) return default;
        var known = KnownTypes.Of(found.SemanticModel.Compilation);
        return LifecycleMethod.Read(method, LifecycleKind.Authenticate, known, JsonQuestion.CanBeRead(known), new Problems()) is { } authenticator
            ? OfParameters(authenticator.Parameters, known).ToEquatableArray()
            : default;
    }

    /// <summary>What a queue stores, and reads again: it has a writer and a contract.</summary>
    public static EquatableArray<MessageRoot> OfJob(GeneratorAttributeSyntaxContext found, CancellationToken token)
    {
        if (found.TargetSymbol is not IMethodSymbol method) return default;
        var known = KnownTypes.Of(found.SemanticModel.Compilation);
        return JobMethod.Read(method, JobKind.Queue, known, new Problems()) is { JobType: { } job }
            && MessageKinds.IsReadFromJson(job, known) && JsonQuestion.Job(job, known) is null
            ? new([Of(job, JsonUse.Received, known), Of(job, JsonUse.Sent, known)])
            : default;
    }

    private static IEnumerable<MessageRoot> OfParameters(HandlerParameters parameters, KnownTypes known)
        => parameters.All
            .Where(parameter => parameter.Source switch
            {
                ParameterSource.Message => MessageKinds.IsReadFromJson(parameter.Parameter.Type, known),
                ParameterSource.Property => parameter.Parameter.Type.SpecialType != SpecialType.System_String,
                _ => false,
            })
            .Select(parameter => Of(parameter.Parameter.Type, JsonUse.Received, known));

    private static IEnumerable<MessageRoot> OfResult(Returns returns, KnownTypes known)
        => returns.Message is { } message && MessageKinds.IsWrittenAsJson(message, known) ? [Of(message, JsonUse.Sent, known)] : [];

    private static MessageRoot Of(ITypeSymbol type, JsonUse use, KnownTypes known) => new(JsonShapes.Read(type, use, known.Compilation), use);
}
