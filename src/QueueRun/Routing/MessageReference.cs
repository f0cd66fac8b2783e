using System.Text.Json;

namespace QueueRun.Routing;

/// <summary>The reference of a message, <c>"#"</c>: the answer carries it exactly as the client wrote it.</summary>
internal static class MessageReference
{
    /// <summary>The name of the property.</summary>
    public const string Name = "#";

    /// <summary>The error of a value that cannot be a reference.</summary>
    public const string Wrong = "$.#: expected a number or a string of at most 64 characters";

    private const int MaxLength = 64;
    private const int MaxEscapedLength = (MaxLength * 6) + 2;

    /// <summary>Whether a value is a number or a string, and not too long.</summary>
    /// <param name="type">The type of its token.</param>
    /// <param name="json">The value as it was written: valid UTF-8.</param>
    public static bool IsValid(JsonTokenType type, ReadOnlySpan<byte> json) => type switch
    {
        JsonTokenType.Number => json.Length <= MaxLength,
        JsonTokenType.String when json.Length <= MaxLength + 2 && !json.Contains((byte)'\\') => true,
        JsonTokenType.String => json.Length <= MaxEscapedLength && IsShortText(json),
        _ => false,
    };

    private static bool IsShortText(ReadOnlySpan<byte> json)
    {
        Span<char> text = stackalloc char[MaxEscapedLength];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        try
        {
            return reader.CopyString(text) <= MaxLength;
        }
        catch (InvalidOperationException) // an escaped half of a surrogate pair
        {
            return false;
        }
    }
}
