using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>The kind of message that a method takes: the message's type picks it. Named as in the runtime.</summary>
internal enum MessageKind
{
    Json,
    Text,
    Binary,
}

internal static class MessageKinds
{
    public static MessageKind KindOf(ITypeSymbol message, KnownTypes known)
        => message.SpecialType == SpecialType.System_String ? MessageKind.Text
            : message.IsByteArray() || message.IsOfBytes(known.ReadOnlyMemory) ? MessageKind.Binary
            : MessageKind.Json;

    /// <summary>Whether emitted JSON code reads the type: not text, nor bytes, nor JSON as it came. Such a job has an emitted writer too.</summary>
    public static bool IsReadFromJson(ITypeSymbol message, KnownTypes known)
        => KindOf(message, known) == MessageKind.Json && !message.Is(known.JsonElement) && !message.Is(known.JsonDocument);

    /// <summary>Whether an emitted writer writes the type: text, bytes, and what is known at run time only are sent by the runtime itself.</summary>
    public static bool IsWrittenAsJson(ITypeSymbol message, KnownTypes known)
        => message.SpecialType is not (SpecialType.System_String or SpecialType.System_Object)
            && message.TypeKind != TypeKind.Dynamic
            && !message.IsByteArray()
            && !message.IsOfBytes(known.ReadOnlyMemory) && !message.IsOfBytes(known.Memory) && !message.IsOfBytes(known.ArraySegment);
}
