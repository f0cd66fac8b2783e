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
    public static EquatableArray<MessageRoot> OfMessage(GeneratorAttributeSyntaxContext found)
    {
        if (found.TargetSymbol is not INamedTypeSymbol { IsGenericType: false } type) return default;
        var compilation = found.SemanticModel.Compilation;
        var sent = JsonShapes.Read(type, JsonUse.Sent, compilation);
        var received = JsonShapes.Read(type, JsonUse.Received, compilation);
        // What cannot be constructed can still be hidden behind object.
        return new([new(sent, JsonUse.Sent), new(received.Refusal is null ? received : sent, JsonUse.Received)]);
    }

    /// <summary>What a method's parameters receive, and what it returns, where that is sent.</summary>
    public static IEnumerable<MessageRoot> Of(HandlerParameters parameters, Returns? returns, KnownTypes known)
        => OfParameters(parameters, known).Concat(returns is null ? [] : OfResult(returns, known));

    /// <summary>What a queue stores, and reads again: it has a writer and a contract.</summary>
    public static IEnumerable<MessageRoot> OfJob(JobMethod method, KnownTypes known)
        => method.JobType is { } job && MessageKinds.IsReadFromJson(job, known) ? [Of(job, JsonUse.Received, known), Of(job, JsonUse.Sent, known)] : [];

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
