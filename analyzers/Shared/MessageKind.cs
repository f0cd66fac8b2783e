using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>The kind of message that a method takes, decided by the message's type. The names are the runtime's.</summary>
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

    /// <summary>
    /// Whether emitted JSON code reads the type: false for text, bytes and JSON elements. A job of the type also has an emitted writer.
    /// </summary>
    public static bool IsReadFromJson(ITypeSymbol message, KnownTypes known)
        => KindOf(message, known) == MessageKind.Json && !message.Is(known.JsonElement) && !message.Is(known.JsonDocument);

    /// <summary>
    /// Whether an emitted writer writes the type. The runtime itself sends text, bytes, and values whose type is known only at run time.
    /// </summary>
    public static bool IsWrittenAsJson(ITypeSymbol message, KnownTypes known)
        => message.SpecialType is not (SpecialType.System_String or SpecialType.System_Object)
            && message.TypeKind != TypeKind.Dynamic
            && !message.IsByteArray()
            && !IsBytes(message is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : message, known);

    private static bool IsBytes(ITypeSymbol message, KnownTypes known)
        => message.IsOfBytes(known.ReadOnlyMemory) || message.IsOfBytes(known.Memory) || message.IsOfBytes(known.ArraySegment);
}
