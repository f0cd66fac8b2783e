using System.Buffers;
using System.Text.Json;

namespace QueueRun.Routing;

/// <summary>
/// The two kinds of messages that do not wait for their turn: <c>{"#":1}</c> is a ping, and <c>{"#":1,"cancel":true}</c> cancels calls.
/// </summary>
internal static class UrgentMessage
{
    private static readonly SearchValues<byte> EndOfNumber = SearchValues.Create(",} \t\r\n"u8);

    /// <summary>The kind of a message.</summary>
    public enum Kind
    {
        /// <summary>An ordinary message.</summary>
        None,

        /// <summary>A reference without other properties.</summary>
        Ping,

        /// <summary>Cancels the calls with the reference.</summary>
        Cancel,
    }

    /// <summary>Finds the kind of a message. For most messages, the first bytes suffice.</summary>
    /// <param name="text">The message: valid UTF-8.</param>
    /// <param name="reference">The position of the value of <c>"#"</c>.</param>
    public static Kind Read(ReadOnlySpan<byte> text, out Range reference)
    {
        reference = default;
        if (!MayBe(text)) return Kind.None;
        try
        {
            return ReadAll(text, out reference);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // the latter for an escaped half of a surrogate pair
        {
            return Kind.None; // the error is reported when the message's turn comes
        }
    }

    private static Kind ReadAll(ReadOnlySpan<byte> text, out Range reference)
    {
        reference = default;
        var (isCancel, type) = (false, JsonTokenType.None);
        var reader = new Utf8JsonReader(text);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("#"u8))
            {
                reader.Read();
                type = reader.TokenType;
                if (type is not (JsonTokenType.Number or JsonTokenType.String)) return Kind.None;
                reference = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
            }
            else if (reader.ValueTextEquals("cancel"u8))
            {
                if (!reader.Read() || reader.TokenType is not JsonTokenType.True) return Kind.None;
                isCancel = true;
            }
            else
            {
                return Kind.None;
            }
        }

        reader.Read(); // throws if anything follows
        if (!MessageReference.IsValid(type, text[reference])) return Kind.None;
        return isCancel ? Kind.Cancel : Kind.Ping;
    }

    /// <summary>
    /// Whether the whole message must be read. False if the first property, or the second after a plain reference, rules both kinds out.
    /// </summary>
    private static bool MayBe(ReadOnlySpan<byte> text)
    {
        if (!TrySkip(ref text, (byte)'{') || !TrySkip(ref text, (byte)'"') || text.IsEmpty) return false;
        if (text.StartsWith("#\""u8))
        {
            text = text[2..];
            if (!TrySkip(ref text, (byte)':')) return false;
            text = text.TrimStart(" \t\r\n"u8);
            var end = text.StartsWith("\""u8) ? text[1..].IndexOfAny((byte)'"', (byte)'\\') + 2 : text.IndexOfAny(EndOfNumber);
            if (end <= 0 || end > text.Length) return false;
            if (text[end - 1] is (byte)'\\') return true;
            text = text[end..];
            if (!TrySkip(ref text, (byte)',')) return true;
            if (!TrySkip(ref text, (byte)'"') || text.IsEmpty) return false;
        }

        return text.StartsWith("cancel\""u8) || text[..Math.Min(text.Length, "cancel".Length)].Contains((byte)'\\') || text.StartsWith("#\""u8);
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> text, byte expected)
    {
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] != expected) return false;
        text = text[1..];
        return true;
    }
}
