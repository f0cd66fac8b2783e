using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analysis;

/// <summary>Where the rules about handlers ask the JSON part.</summary>
internal static class JsonQuestion
{
    /// <summary>Whether JSON code can be emitted that reads a type.</summary>
    public static Func<ITypeSymbol, bool> CanBeRead(KnownTypes known) => type => JsonShapes.Refusal(type, JsonUse.Received, known.Compilation) is null;

    /// <summary>
    /// Whether JSON code can be emitted for what a method receives and sends. Where it cannot, the method is left out, and the rule
    /// about the message type says why.
    /// </summary>
    public static bool CanCarry(HandlerParameters parameters, ITypeSymbol? sent, KnownTypes known)
        => Received(parameters, known) is null && (sent is null || Sent(sent, known) is null);

    /// <summary>Why JSON code cannot be emitted for what a method receives.</summary>
    public static JsonRefusal? Received(HandlerParameters parameters, KnownTypes known)
        => parameters.Message is { Type: var received } && MessageKinds.IsReadFromJson(received, known)
            ? JsonShapes.Refusal(received, JsonUse.Received, known.Compilation) : null;

    /// <summary>Why JSON code cannot be emitted for what is sent.</summary>
    public static JsonRefusal? Sent(ITypeSymbol sent, KnownTypes known)
        => MessageKinds.IsWrittenAsJson(sent, known) ? JsonShapes.Refusal(sent, JsonUse.Sent, known.Compilation) : null;
}
