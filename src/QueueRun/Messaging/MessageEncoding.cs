using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QueueRun.Hosting;
using QueueRun.Wire;

namespace QueueRun.Messaging;

/// <summary>Turns a message into the one frame that all of its recipients are sent.</summary>
internal sealed class MessageEncoding
{
    // A frame never stands inside HTML, and text in any language stays short.
    private static readonly JavaScriptEncoder Escaping = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>How emitted writers write: they are valid by construction.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = Escaping, SkipValidation = true };

    private const int MaxErrorLength = 4096;
    private const int ErrorOverhead = 64;

    [ThreadStatic]
    private static Scratch? _scratch;

    private readonly Dictionary<Type, MessageEncoder> _encoders;
    private readonly int _maxSize;

    public MessageEncoding(ModuleBuilder module, QueueRunOptions options)
    {
        _encoders = module.Encoders;
        _maxSize = options.MaxOutboxSize;
        Options = new(JsonSerializerDefaults.Web)
        {
            Encoder = Escaping,
            TypeInfoResolver = JsonTypeInfoResolver.Combine([.. module.Resolvers]),
        };
        Options.MakeReadOnly();
        Reading = new(module, Options);
    }

    private sealed record Scratch(FrameBuilder Builder, Utf8JsonWriter Json);

    /// <summary>QueueRun's JSON: System.Text.Json's web defaults, and the types that the modules know.</summary>
    public JsonSerializerOptions Options { get; }

    /// <summary>The way back: how what is received is read.</summary>
    public MessageReading Reading { get; }

    /// <summary>Encodes a message whose writer was emitted.</summary>
    public Frame Encode<T>(T message, MessageWriter<T> write)
        => message is null ? EncodeNull() : EncodeJson((message, write, Options), static (json, state) => state.write(json, state.message, state.Options));

    /// <summary>Encodes text, bytes, and messages whose type is looked up in the modules.</summary>
    /// <exception cref="NotSupportedException">No module knows the type.</exception>
    public Frame Encode<T>(T message)
    {
        switch (message)
        {
            case null: return EncodeNull();
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
                ? Encode(message, typed.Writer)
                : EncodeJson((message: (object)message, encoder, Options), static (json, state) => state.encoder.Write(json, state.message, state.Options));
        }

        if (Options.TryGetTypeInfo(type, out var info))
            return EncodeJson((message, info), static (json, state) => JsonSerializer.Serialize(json, state.message, state.info));

        throw new NotSupportedException(
            $"QueueRun has no JSON code for {type}. Send it where the compiler sees its type (SendAsync(new {type.Name}(…)), not through a type " +
            "parameter or object), mark it with [SocketMessage], or list it in a JsonSerializerContext of the project.");
    }

    /// <summary>What a client hears when something goes wrong.</summary>
    public Frame EncodeError(string error)
    {
        // A text may quote what the client sent, and six bytes may stand for one character: it is cut so that it always fits.
        var length = Math.Min(error.Length, Math.Min(MaxErrorLength, (_maxSize - ErrorOverhead) / 6));
        return EncodeJson(error[..length], static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("error"u8, error);
            json.WriteEndObject();
        });
    }

    private static Frame EncodeNull() => Frame.Create(Opcode.Text, "null"u8);

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

    private Frame EncodeJson<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var scratch = Rent();
        try
        {
            scratch.Json.Reset();
            write(scratch.Json, state);
            scratch.Json.Flush();
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
