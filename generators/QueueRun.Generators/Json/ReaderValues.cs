using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The runtime's readers of values.</summary>
internal static class ReaderValues
{
    /// <summary>The method that reads values of the type; null if the serializer reads them.</summary>
    public static string? Method(JsonTypeModel type) => type.Value is { } value && IsRead(value) ? Of(value) : null;

    /// <summary>The method that reads an enum's number.</summary>
    public static string OfEnum(JsonTypeModel type) => Of(type.Value!.Value);

    private static bool IsRead(JsonValueType value)
        => value is not (JsonValueType.MemoryBytes or JsonValueType.ReadOnlyMemoryBytes or JsonValueType.Document or JsonValueType.Node
            or JsonValueType.NodeObject or JsonValueType.NodeArray or JsonValueType.NodeValue);

    private static string Of(JsonValueType value) => "EmittedReader.TryRead" + SerializerNames.Value(value);
}
