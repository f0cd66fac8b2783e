using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;

namespace QueueRun.Messaging;

/// <summary>
/// Replaces a value that is missing in the JSON, for types whose default is not a valid value: so a message that was read without the value
/// can still be written. Used by emitted code only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MissingValue
{
    private static readonly JsonElement Null = JsonElement.Parse("null"u8);

    /// <summary>The element, or null.</summary>
    public static JsonElement OrNull(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? Null : element;

    /// <summary>The array, or an empty one.</summary>
    public static ImmutableArray<T> OrEmpty<T>(ImmutableArray<T> array) => array.IsDefault ? [] : array;
}
