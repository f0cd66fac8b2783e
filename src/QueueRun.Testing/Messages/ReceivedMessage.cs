using System.Text;
using System.Text.Json;
using QueueRun.Testing.Messages;

namespace QueueRun.Testing;

/// <summary>A message as it came on the wire: text or bytes.</summary>
public sealed class ReceivedMessage
{
    private readonly Lazy<JsonElement?> _json;

    private ReceivedMessage(bool isText, ReadOnlyMemory<byte> bytes)
    {
        (IsText, Bytes) = (isText, bytes);
        _json = new(Parse);
    }

    /// <summary>Whether the message came as text; otherwise it came as binary.</summary>
    public bool IsText { get; }

    /// <summary>The message's bytes; for text, its UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The message's bytes as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Whether the message is text and one JSON document.</summary>
    public bool IsJson => _json.Value is not null;

    /// <summary>The message as a JSON document.</summary>
    /// <exception cref="InvalidOperationException">The message is not JSON.</exception>
    public JsonElement Json => _json.Value ?? throw new InvalidOperationException($"The message is not JSON: {this}");

    /// <summary>
    /// Whether the message is a JSON object in which a property has this value: as a string, or as the text of a number or boolean.
    /// </summary>
    /// <param name="property">The property's name, exactly.</param>
    /// <param name="value">The value.</param>
    public bool Has(string property, string value)
        => _json.Value is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(property, out var found) && found.ValueKind switch
        {
            JsonValueKind.String => found.ValueEquals(value),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => found.GetRawText() == value,
            _ => false,
        };

    /// <summary>
    /// Reads the message as a value of this type: <c>string</c>, <c>byte[]</c>, or any type that System.Text.Json can read.
    /// </summary>
    /// <typeparam name="T">
    /// For a type marked with <c>[SocketMessage]</c>, the message must have its property and value. For any other type, it must have
    /// exactly the type's properties.
    /// </typeparam>
    /// <exception cref="SocketExpectationException">The message is not of this type.</exception>
    public T As<T>()
    {
        if (!TestJson.Is<T>(this)) throw new SocketExpectationException($"Expected {TestJson.NameOf(typeof(T))}, received {this}");
        try
        {
            return TestJson.Read<T>(this) ?? throw new SocketExpectationException($"Expected {TestJson.NameOf(typeof(T))}, received {this}");
        }
        catch (JsonException misfit)
        {
            throw new SocketExpectationException($"Expected {TestJson.NameOf(typeof(T))}, received {this}: {misfit.Message}", misfit);
        }
    }

    /// <summary>The message's text, or its bytes in hexadecimal.</summary>
    public override string ToString() => IsText ? Text : $"binary, {Bytes.Length} bytes: {Hex()}";

    internal static ReceivedMessage OfText(string text) => new(isText: true, Encoding.UTF8.GetBytes(text));

    internal static ReceivedMessage OfBytes(byte[] bytes) => new(isText: false, bytes);

    internal static ReceivedMessage Of(bool isText, byte[] bytes) => new(isText, bytes);

    /// <summary>Whether both messages are equal: JSON in any order of its properties, everything else byte by byte.</summary>
    internal bool IsSame(ReceivedMessage other)
    {
        if (IsText != other.IsText) return false;
        if (_json.Value is { } one && other._json.Value is { } two) return JsonElement.DeepEquals(one, two);
        return Bytes.Span.SequenceEqual(other.Bytes.Span);
    }

    private string Hex() => Bytes.Length <= 32 ? Convert.ToHexString(Bytes.Span) : Convert.ToHexString(Bytes.Span[..32]) + "…";

    private JsonElement? Parse()
    {
        if (!IsText) return null;
        try
        {
            return JsonElement.Parse(Bytes.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
