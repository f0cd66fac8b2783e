using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>The common parts of emitted JSON writers. Called by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EmittedWriter
{
    private const int DefaultMaxDepth = 64;

    /// <summary>
    /// Casts a value to the type of an example. Anonymous types have no names, but equal ones are one type: the example, which is never
    /// created, tells the compiler which.
    /// </summary>
    public static TExample As<T, TExample>(T value, TExample? example) => (TExample)(object)value!;

    /// <summary>Whether a value is its type's default.</summary>
    public static bool IsDefault<T>(T value) => EqualityComparer<T>.Default.Equals(value, default);

    /// <summary>Writes a value of a type without an emitted writer.</summary>
    public static void Serialize<T>(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        => JsonSerializer.Serialize(writer, value, Contract<T>(options));

    /// <summary>
    /// Writes a message of a type without an emitted writer: first its marking property, then its own properties. JSON that is not an
    /// object is written unchanged.
    /// </summary>
    /// <param name="writer">The writer.</param>
    /// <param name="property">The name of the marking property.</param>
    /// <param name="name">Its value.</param>
    /// <param name="message">The message.</param>
    /// <param name="options">QueueRun's options.</param>
    public static void SerializeWith<T>(Utf8JsonWriter writer, JsonEncodedText property, string name, T message, JsonSerializerOptions options)
    {
        using var document = JsonSerializer.SerializeToDocument(message, Contract<T>(options));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.RootElement.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(property, name);
        foreach (var member in document.RootElement.EnumerateObject()) member.WriteTo(writer);
        writer.WriteEndObject();
    }

    /// <summary>Stops when a value contains itself: it would be written until the stack overflows.</summary>
    /// <exception cref="JsonException">The value is nested deeper than the options allow.</exception>
    public static void CheckDepth(Utf8JsonWriter writer, JsonSerializerOptions options)
    {
        var limit = options.MaxDepth == 0 ? DefaultMaxDepth : options.MaxDepth;
        if (writer.CurrentDepth >= limit) throw new JsonException($"The message is nested deeper than {limit} levels, or holds itself.");
    }

    private static JsonTypeInfo<T> Contract<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
