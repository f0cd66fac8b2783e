namespace QueueRun.Analysis.Json;

/// <summary>The types that are single values, with their form in JSON.</summary>
internal enum JsonValueType
{
    /// <summary>true or false.</summary>
    Boolean,

    // Numbers, with their width in bits.
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Int128,
    UInt128,
    Float16,
    Float32,
    Float64,

    /// <summary><c>decimal</c>: a number of up to 29 digits.</summary>
    Decimal,

    /// <summary>A string of one UTF-16 character.</summary>
    Character,
    String,
    Uri,

    /// <summary>A string: <c>1.2.3.4</c>.</summary>
    Version,
    Guid,

    /// <summary>A string: ISO 8601, with or without an offset.</summary>
    DateTime,

    /// <summary>A string: ISO 8601, with an offset.</summary>
    DateTimeOffset,

    /// <summary>A string: <c>2026-01-31</c>.</summary>
    Date,

    /// <summary>A string: <c>12:30:00</c>.</summary>
    Time,

    /// <summary>A string: <c>1.12:30:00</c>, days first.</summary>
    Duration,

    /// <summary>A string: base64 of a <c>byte[]</c>.</summary>
    Bytes,

    /// <summary>A string: base64 of a <c>Memory&lt;byte&gt;</c>.</summary>
    MemoryBytes,

    /// <summary>A string: base64 of a <c>ReadOnlyMemory&lt;byte&gt;</c>.</summary>
    ReadOnlyMemoryBytes,

    /// <summary>Any JSON, as a <c>JsonElement</c>.</summary>
    Element,

    /// <summary>Any JSON, as a <c>JsonDocument</c>.</summary>
    Document,

    /// <summary>Any JSON, as a <c>JsonNode</c>.</summary>
    Node,

    /// <summary>An object, as a <c>JsonObject</c>.</summary>
    NodeObject,

    /// <summary>An array, as a <c>JsonArray</c>.</summary>
    NodeArray,

    /// <summary>Any JSON, as a <c>JsonValue</c>.</summary>
    NodeValue,
}
