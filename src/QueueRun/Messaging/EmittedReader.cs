using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>
/// The common parts of emitted JSON readers. If a method reads a value and returns a <see cref="bool"/>, it follows <see
/// cref="MessageReader{T}"/>: after false, the serializer reads the whole message again. Called by emitted code only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class EmittedReader
{
    /// <summary>Whether a property occurs for the first time. If so, the reader moves to its value.</summary>
    /// <param name="reader">At the property's name.</param>
    /// <param name="seen">A bit for each property that has occurred.</param>
    /// <param name="bit">The property's bit.</param>
    public static bool IsNew(ref Utf8JsonReader reader, ref ulong seen, ulong bit)
    {
        if ((seen & bit) != 0) return false;
        seen |= bit;
        return reader.Read();
    }

    /// <summary>Whether a name in JSON, with its escapes, is equal to a known one.</summary>
    public static bool Is(ReadOnlySpan<byte> jsonName, ReadOnlySpan<byte> known) => jsonName.SequenceEqual(known);

    /// <summary>Whether a name differs from a known one at most in case: the serializer reads such a property.</summary>
    public static bool IsNearly(ReadOnlySpan<byte> jsonName, ReadOnlySpan<byte> known) => Ascii.EqualsIgnoreCase(jsonName, known);

    /// <summary>
    /// Whether a name is unambiguous. A name with escapes, or with characters beyond ASCII, which have complex case rules, may be equal to
    /// a known one: the serializer reads it.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<byte> jsonName) => Ascii.IsValid(jsonName) && !jsonName.Contains((byte)'\\');

    /// <summary>Reads a value of a type without an emitted reader. If that fails, the serializer reads the whole message again.</summary>
    public static bool TryDeserialize<T>(ref Utf8JsonReader reader, JsonSerializerOptions options, out T? value)
    {
        value = JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        return true;
    }
}
