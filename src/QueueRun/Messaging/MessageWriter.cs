using System.ComponentModel;
using System.Text.Json;

namespace QueueRun.Messaging;

/// <summary>Emitted code that writes a message of one type as JSON.</summary>
/// <param name="writer">The target. It does not validate, and escapes as little as JSON allows.</param>
/// <param name="message">The message.</param>
/// <param name="options">QueueRun's options, for values that <see cref="JsonSerializer"/> writes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void MessageWriter<in T>(Utf8JsonWriter writer, T message, JsonSerializerOptions options);

/// <summary>A message writer of a type that is known only at run time.</summary>
internal abstract class MessageEncoder
{
    public abstract void Write(Utf8JsonWriter writer, object message, JsonSerializerOptions options);
}

internal sealed class MessageEncoder<T>(MessageWriter<T> write) : MessageEncoder
{
    public MessageWriter<T> Writer { get; } = write;

    public override void Write(Utf8JsonWriter writer, object message, JsonSerializerOptions options) => Writer(writer, (T)message, options);
}
