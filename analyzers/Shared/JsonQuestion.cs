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

    /// <summary>
    /// Why a job of a type cannot be stored and read again. Text, bytes and JSON as it is are stored as they are; everything else is written
    /// by emitted code, and read by it.
    /// </summary>
    public static JsonRefusal? Job(ITypeSymbol job, KnownTypes known)
    {
        var name = JsonNames.Display(job);
        if (job.SpecialType == SpecialType.System_Object)
            return new(name, "'object' does not say what is stored, nor what is read again", "give the job a type of its own");
        if (job.IsOfBytes(known.Memory) || job.IsOfBytes(known.ArraySegment))
            return new(name, $"'{name}' is a part of somebody's array", "take byte[] or ReadOnlyMemory<byte>");
        if (!MessageKinds.IsReadFromJson(job, known)) return null;
        return JsonShapes.Refusal(job, JsonUse.Received, known.Compilation) ?? JsonShapes.Refusal(job, JsonUse.Sent, known.Compilation);
    }
}
