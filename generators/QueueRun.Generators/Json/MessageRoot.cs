using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The types that marked methods and marked types bring.</summary>
internal sealed record MessageRoot(JsonShape Shape, JsonUse Use)
{
    /// <summary>A type marked <c>[SocketMessage]</c>: it is written wherever it is sent, and has a contract for where it is read or hidden behind object.</summary>
    public static EquatableArray<MessageRoot> OfMessage(GeneratorAttributeSyntaxContext found, CancellationToken token)
        => found.TargetSymbol is INamedTypeSymbol { IsGenericType: false } type
            ? Of(type, JsonUse.Sent, found.SemanticModel.Compilation).Concat(Of(type, JsonUse.Received, found.SemanticModel.Compilation)).ToEquatableArray()
            : default;

    /// <summary>What a handler's parameters receive, and what it returns.</summary>
    public static EquatableArray<MessageRoot> OfHandler(GeneratorAttributeSyntaxContext found, CancellationToken token)
    {
        if (found.TargetSymbol is not IMethodSymbol method) return default;
        var compilation = found.SemanticModel.Compilation;
        var handlers = Handler.ReadAll(method, KnownTypes.Of(compilation), null, new Problems());
        return handlers.SelectMany(handler => OfParameters(handler.Parameters, compilation)
                .Concat(handler.Returns.Message is { } message ? Of(message, JsonUse.Sent, compilation) : []))
            .Distinct().ToEquatableArray();
    }

    /// <summary>What <c>[Authenticate]</c> receives.</summary>
    public static EquatableArray<MessageRoot> OfAuthenticator(GeneratorAttributeSyntaxContext found, CancellationToken token)
    {
        if (found.TargetSymbol is not IMethodSymbol method) return default;
        var compilation = found.SemanticModel.Compilation;
        return LifecycleMethod.Read(method, LifecycleKind.Authenticate, KnownTypes.Of(compilation), null, new Problems()) is { } authenticator
            ? OfParameters(authenticator.Parameters, compilation).Distinct().ToEquatableArray()
            : default;
    }

    private static IEnumerable<MessageRoot> OfParameters(HandlerParameters parameters, Compilation compilation)
        => parameters.All.Where(parameter => parameter.Source is ParameterSource.Message or ParameterSource.Property)
            .SelectMany(parameter => Of(parameter.Parameter.Type, JsonUse.Received, compilation));

    // Text and bytes are handed over as they are.
    private static IEnumerable<MessageRoot> Of(ITypeSymbol type, JsonUse use, Compilation compilation)
        => (use == JsonUse.Received ? JsonValues.IsTextOrBinary(type) : !JsonShapes.HasWriter(type)) ? [] : [new(JsonShapes.Read(type, use, compilation), use)];
}
