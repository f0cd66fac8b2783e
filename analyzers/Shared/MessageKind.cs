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
}
