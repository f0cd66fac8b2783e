using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QueueRun.Wire;

namespace QueueRun.Messaging;

/// <summary>Turns a message into the one frame that all of its recipients are sent.</summary>
internal sealed class MessageEncoding
{
    /// <summary>
    /// How emitted writers write: they are valid by construction. A frame never stands inside HTML, so that little has to be escaped.
    /// </summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = MessageEscaping.Instance, SkipValidation = true };

    private const int MaxErrorLength = 4096;
    private const int ErrorOverhead = 64;

    [ThreadStatic]
    private static Scratch? _scratch;

    private readonly Dictionary<Type, MessageEncoder> _encoders;
    private readonly int _maxSize;

    public MessageEncoding(MessageTypes types, QueueRunOptions options)
    {
        _encoders = types.Encoders;
        _maxSize = options.MaxOutboxSize;
        Options = new(JsonSerializerDefaults.Web)
        {
            Encoder = MessageEscaping.Instance,
            AllowOutOfOrderMetadataProperties = true, // clients write an object's properties in any order
            TypeInfoResolver = JsonTypeInfoResolver.Combine([.. types.Resolvers]),
        };
        Options.MakeReadOnly();
        Reading = new(types, Options);
    }

    private sealed record Scratch(FrameBuilder Builder, Utf8JsonWriter Json);

    /// <summary>QueueRun's JSON: System.Text.Json's web defaults, and the types that the modules know.</summary>
    public JsonSerializerOptions Options { get; }

    /// <summary>The way back: how what is received is read.</summary>
    public MessageReading Reading { get; }

    /// <summary>Encodes a message whose writer was emitted.</summary>
    /// <param name="message">The message.</param>
    /// <param name="write">The writer of its type.</param>
    /// <param name="envelope">The envelope, if the message answers a reference.</param>
    public Frame Encode<T>(T message, MessageWriter<T> write, Envelope envelope = default)
        => message is null
            ? EncodeNull(envelope)
            : EncodeJson((message, write, Options), static (json, state) => state.write(json, state.message, state.Options), envelope);

    /// <summary>Encodes text, bytes, and messages whose type is looked up in the modules.</summary>
    /// <param name="message">The message.</param>
    /// <param name="envelope">The envelope: inside one, text is a JSON string, and bytes are a JSON string in Base64.</param>
    /// <exception cref="NotSupportedException">No module knows the type.</exception>
    public Frame Encode<T>(T message, Envelope envelope = default)
    {
        switch (message)
        {
            case null: return EncodeNull(envelope);
            case string text when !envelope.IsNone: return EncodeText(text, envelope);
            case byte[] bytes when !envelope.IsNone: return EncodeBytes(bytes, envelope);
            case ReadOnlyMemory<byte> bytes when !envelope.IsNone: return EncodeBytes(bytes, envelope);
            case Memory<byte> bytes when !envelope.IsNone: return EncodeBytes(bytes, envelope);
            case ArraySegment<byte> bytes when !envelope.IsNone: return EncodeBytes(bytes, envelope);
            case string text: return EncodeText(text);
            case byte[] bytes: return Checked(Frame.Create(Opcode.Binary, bytes));
            case ReadOnlyMemory<byte> bytes: return Checked(Frame.Create(Opcode.Binary, bytes.Span));
            case Memory<byte> bytes: return Checked(Frame.Create(Opcode.Binary, bytes.Span));
            case ArraySegment<byte> bytes: return Checked(Frame.Create(Opcode.Binary, bytes));
        }

        // T is written as T, like JsonSerializer does; only a T that tells nothing gives way to the run-time type.
        var type = typeof(T) == typeof(object) ? message.GetType() : typeof(T);
        if (_encoders.TryGetValue(type, out var encoder))
        {
            return encoder is MessageEncoder<T> typed
                ? Encode(message, typed.Writer, envelope)
                : EncodeJson((message: (object)message, encoder, Options), static (json, state) => state.encoder.Write(json, state.message, state.Options), envelope);
        }

        if (EmittedSend.Passed<T>.Writer is { } writer) return Encode(message, writer, envelope);
        if (Options.TryGetTypeInfo(type, out var info))
            return EncodeJson((message, info), static (json, state) => JsonSerializer.Serialize(json, state.message, state.info), envelope);

        throw new NotSupportedException(
            $"QueueRun has no JSON code for {type}. Send it where the compiler sees its type (SendAsync(new {type.Name}(…)), not through a type " +
            "parameter or object), mark it with [SocketMessage], or list it in a JsonSerializerContext of the project.");
    }

    /// <summary>What a client hears when something goes wrong.</summary>
    /// <param name="error">The text.</param>
    /// <param name="envelope">The envelope, if the message answers a reference.</param>
    public Frame EncodeError(string error, Envelope envelope = default)
    {
        // A text may quote what the client sent, and six bytes may stand for one character: it is cut so that it always fits.
        var length = Math.Min(error.Length, Math.Min(MaxErrorLength, (_maxSize - ErrorOverhead - envelope.Reference.Length) / 6));
        if (!envelope.IsNone) return EncodeJson(error[..length], static (json, error) => json.WriteStringValue(error), envelope);

        return EncodeJson(error[..length], static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("error"u8, error);
            json.WriteEndObject();
        });
    }

    private Frame EncodeNull(Envelope envelope)
        => envelope.IsNone ? Frame.Create(Opcode.Text, "null"u8) : EncodeJson(0, static (json, _) => json.WriteNullValue(), envelope);

    private Frame EncodeText(string text, Envelope envelope) => EncodeJson(text, static (json, text) => json.WriteStringValue(text), envelope);

    private Frame EncodeBytes(ReadOnlyMemory<byte> bytes, Envelope envelope)
        => EncodeJson(bytes, static (json, bytes) => json.WriteBase64StringValue(bytes.Span), envelope);

    private Frame EncodeText(string text)
    {
        var scratch = Rent();
        try
        {
            Encoding.UTF8.GetBytes(text, scratch.Builder);
            return Checked(scratch.Builder.Build(Opcode.Text));
        }
        catch
        {
            scratch.Builder.Reset();
            throw;
        }
        finally
        {
            _scratch = scratch;
        }
    }

    private Frame EncodeJson<TState>(TState state, Action<Utf8JsonWriter, TState> write, Envelope envelope = default)
    {
        var scratch = Rent();
        try
        {
            if (!envelope.IsNone) envelope.Open(scratch.Builder);
            scratch.Json.Reset();
            write(scratch.Json, state);
            scratch.Json.Flush();
            if (!envelope.IsNone) Envelope.Close(scratch.Builder);
            return Checked(scratch.Builder.Build(Opcode.Text));
        }
        catch
        {
            scratch.Builder.Reset();
            throw;
        }
        finally
        {
            _scratch = scratch;
        }
    }

    // Taken, so that a getter or a converter of the message that sends something itself gets another one.
    private static Scratch Rent()
    {
        if (_scratch is { } scratch)
        {
            _scratch = null;
            return scratch;
        }

        var builder = new FrameBuilder();
        return new(builder, new(builder, WriterOptions));
    }

    private Frame Checked(Frame frame)
    {
        var size = frame.Bytes.Length;
        if (size <= _maxSize) return frame;

        frame.Release();
        throw new ArgumentException($"The message takes {size} bytes, more than {nameof(QueueRunOptions.MaxOutboxSize)} ({_maxSize}).");
    }
}
