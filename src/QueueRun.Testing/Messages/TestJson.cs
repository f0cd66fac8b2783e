using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace QueueRun.Testing.Messages;

/// <summary>
/// The client's JSON: the same as the server's, but written by System.Text.Json's reflection. So a test does not check emitted code by that
/// code itself.
/// </summary>
internal static class TestJson
{
    private static readonly ConcurrentDictionary<Type, SocketMessageAttribute?> Marks = new();

    /// <summary>The property that marks messages of this type, or null.</summary>
    public static SocketMessageAttribute? MarkOf(Type type)
        => Marks.GetOrAdd(type, static type => type.GetCustomAttribute<SocketMessageAttribute>(inherit: false));

    /// <summary>The frame of this message: text and bytes unchanged, everything else as JSON.</summary>
    public static ReceivedMessage Encode<T>(T message) => message switch
    {
        string text => ReceivedMessage.OfText(text),
        byte[] bytes => ReceivedMessage.OfBytes(bytes),
        ReadOnlyMemory<byte> bytes => ReceivedMessage.OfBytes(bytes.ToArray()),
        Memory<byte> bytes => ReceivedMessage.OfBytes(bytes.ToArray()),
        ArraySegment<byte> bytes => ReceivedMessage.OfBytes([.. bytes]),
        _ => ReceivedMessage.OfText(Serialize(message)),
    };

    /// <summary>Whether the message is marked as this type and can be read as it.</summary>
    public static bool TryRead<T>(ReceivedMessage message, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            return Is<T>(message) && (value = Read<T>(message)) is not null ? true : No(out value);
        }
        catch (JsonException)
        {
            return No(out value);
        }

        static bool No(out T? value)
        {
            value = default;
            return false;
        }
    }

    /// <summary>Why a message that is marked as this type cannot be read as it; null if it can, or is not marked.</summary>
    public static string? MisfitOf<T>(ReceivedMessage message)
    {
        if (MarkOf(typeof(T)) is null || !Is<T>(message)) return null;
        try
        {
            Read<T>(message);
            return null;
        }
        catch (JsonException misfit)
        {
            return misfit.Message;
        }
    }

    /// <summary>Whether the message has the type's marking property; always true for types without one.</summary>
    public static bool Is<T>(ReceivedMessage message)
    {
        if (typeof(T) == typeof(string)) return message.IsText;
        if (typeof(T) == typeof(byte[]) || typeof(T) == typeof(ReadOnlyMemory<byte>)) return !message.IsText;
        return message.IsJson && (MarkOf(typeof(T)) is not { } mark || message.Has(mark.Property, mark.Value));
    }

    /// <summary>The message as a value of this type.</summary>
    /// <exception cref="JsonException">The message is not of this type; the text says where and why.</exception>
    public static T? Read<T>(ReceivedMessage message)
    {
        if (typeof(T) == typeof(string)) return (T)(object)message.Text;
        if (typeof(T) == typeof(byte[])) return (T)(object)message.Bytes.ToArray();
        if (typeof(T) == typeof(ReadOnlyMemory<byte>)) return (T)(object)message.Bytes;
        return JsonSerializer.Deserialize<T>(message.Bytes.Span, MarkOf(typeof(T)) is null ? JsonConventions.ExactOptionsFor(typeof(T)) : JsonConventions.OptionsFor(typeof(T)));
    }

    /// <summary>A short name of the type, for failures: <c>a Said (event: "said")</c>.</summary>
    public static string NameOf(Type type)
    {
        if (type == typeof(string)) return "a text message";
        if (type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>)) return "a binary message";
        return MarkOf(type) is { } mark ? $"a {type.Name} ({mark.Property}: \"{mark.Value}\")" : $"a message that is exactly a {type.Name}";
    }

    private static string Serialize<T>(T message)
    {
        var type = message is null || typeof(T) != typeof(object) ? typeof(T) : message.GetType();
        var json = JsonSerializer.Serialize(message, type, JsonConventions.OptionsFor(type));
        if (message is null || MarkOf(type) is not { } mark) return json;

        // The property first, as the server writes it.
        var start = json.IndexOf('{', StringComparison.Ordinal) + 1;
        var rest = json[start..];
        return new StringBuilder("{")
            .Append(Quote(mark.Property)).Append(':').Append(Quote(mark.Value)).Append(rest is "}" ? "" : ",").Append(rest).ToString();
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, JsonConventions.OptionsFor(typeof(string)));
}
