using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The types of messages from marked methods and marked types.</summary>
internal sealed record MessageRoot(JsonShape Shape, JsonUse Use)
{
    /// <summary>
    /// A type marked <c>[SocketMessage]</c>. It has a writer for all its sends, and a contract for reading it and for members of type
    /// <c>object</c>.
    /// </summary>
    public static EquatableArray<MessageRoot> OfMessage(GeneratorAttributeSyntaxContext found)
    {
        if (found.TargetSymbol is not INamedTypeSymbol { IsGenericType: false } type) return default;
        var compilation = found.SemanticModel.Compilation;
        var sent = JsonShapes.Read(type, JsonUse.Sent, compilation);
        var received = JsonShapes.Read(type, JsonUse.Received, compilation);
        // A type that cannot be constructed may still be the value of an object member.
        return new([new(sent, JsonUse.Sent), new(received.Refusal is null ? received : sent, JsonUse.Received)]);
    }

    /// <summary>The types of a method's parameters that receive JSON, and its result, if that is sent.</summary>
    public static IEnumerable<MessageRoot> Of(HandlerParameters parameters, Returns? returns, KnownTypes known)
        => OfParameters(parameters, known).Concat(returns is null ? [] : OfResult(returns, known));

    /// <summary>A queue's type of jobs, which are stored and read again: it has a writer and a contract.</summary>
    public static IEnumerable<MessageRoot> OfJob(JobMethod method, KnownTypes known)
        => method.JobType is { } job && MessageKinds.IsReadFromJson(job, known) ? [Of(job, JsonUse.Received, known), Of(job, JsonUse.Sent, known)] : [];

    /// <summary>A hook's user types that are written and read again: each has a writer and a contract.</summary>
    public static IEnumerable<MessageRoot> OfUsers(LifecycleMethod hook, KnownTypes known)
        => hook.OwnUsers(known).SelectMany(user => new[] { Of(user.Parameter.Type, JsonUse.Received, known), Of(user.Parameter.Type, JsonUse.Sent, known) });

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
