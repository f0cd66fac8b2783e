using System.Text;
using System.Text.Json;
using QueueRun.Testing.Messages;

namespace QueueRun.Testing;

/// <summary>A message as it was on the wire: text or bytes.</summary>
public sealed class ReceivedMessage
{
    private readonly Lazy<JsonElement?> _json;

    private ReceivedMessage(bool isText, ReadOnlyMemory<byte> bytes)
    {
        (IsText, Bytes) = (isText, bytes);
        _json = new(Parse);
    }

    /// <summary>Whether it came as a text frame; otherwise it came as a binary one.</summary>
    public bool IsText { get; }

    /// <summary>The bytes; of text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Whether it is text that is one JSON document.</summary>
    public bool IsJson => _json.Value is not null;

    /// <summary>The JSON document.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public JsonElement Json => _json.Value ?? throw new InvalidOperationException($"The message is not JSON: {this}");

    /// <summary>
    /// Whether it is a JSON object in which a property has this value: a string, or a number or boolean whose text it is.
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

    /// <summary>Reads it as a message of this type: <c>string</c>, <c>byte[]</c>, or anything that JSON can be read as.</summary>
    /// <typeparam name="T">
    /// A type marked with <c>[SocketMessage]</c> wants its property and value. Any other wants just the properties that it has.
    /// </typeparam>
    /// <exception cref="SocketExpectationException">It is not one.</exception>
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

    /// <summary>The text as it came, or the bytes in hexadecimal.</summary>
    public override string ToString() => IsText ? Text : $"binary, {Bytes.Length} bytes: {Hex()}";

    internal static ReceivedMessage OfText(string text) => new(isText: true, Encoding.UTF8.GetBytes(text));

    internal static ReceivedMessage OfBytes(byte[] bytes) => new(isText: false, bytes);

    internal static ReceivedMessage Of(bool isText, byte[] bytes) => new(isText, bytes);

    /// <summary>Whether both say the same: JSON whatever the order of its properties, everything else byte by byte.</summary>
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
