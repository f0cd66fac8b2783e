using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>Where the rules about handlers ask the JSON part.</summary>
internal static class JsonQuestion
{
    /// <summary>Whether JSON code can be emitted for a type; null means yes.</summary>
    public static Func<ITypeSymbol, bool>? CanBeJson => null;

    /// <summary>
    /// Whether JSON code can be emitted for what a method receives and sends. Where it cannot, the method is left out, and the rule
    /// about the message type says why.
    /// </summary>
    public static bool CanCarry(HandlerParameters parameters, ITypeSymbol? sent, KnownTypes known)
        => CanBeJson is not { } canBeJson
            || ((parameters.Message is not { Type: var received } || !MessageKinds.IsReadFromJson(received, known) || canBeJson(received))
                && (sent is null || !MessageKinds.IsWrittenAsJson(sent, known) || canBeJson(sent)));
}
