using System.ComponentModel;
using System.Text;
using System.Text.Json;
using QueueRun.Messaging;

namespace QueueRun.Calls;

/// <summary>
/// An emitted call with a message or a job: gives its content in the form of the method's parameter. Used by emitted code only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MessageCall : EmittedCall
{
    private JsonDocument? _document;

    private protected MessageCall()
    {
    }

    /// <summary>The bytes of the message.</summary>
    private protected abstract ReadOnlyMemory<byte> Content { get; }

    private protected abstract MessageReading Reading { get; }

    /// <summary>The names that the protocol reads from a client's message besides its own; null if the message is not a client's.</summary>
    private protected virtual string[]? Passed => null;

    /// <summary>The message, if it was read from JSON before the method was called; otherwise null.</summary>
    internal object? ReadMessage { get; set; }

    /// <summary>The message, read from JSON.</summary>
    public T Json<T>() => ReadMessage is null ? Read<T>(Content, "$", Passed) : (T)ReadMessage;

    /// <summary>The message as a JSON element that outlives the call.</summary>
    public JsonElement Element()
    {
        try
        {
            var reader = new Utf8JsonReader(Checked().Span, new JsonReaderOptions { MaxDepth = MessageReading.MaxDepth });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException) // the job was pushed as text or bytes; a client's message is already known to be JSON
        {
            throw new MessageErrorException("$: expected JSON");
        }
    }

    /// <summary>The message as a JSON document that is disposed after the call.</summary>
    public JsonDocument Document()
    {
        try
        {
            return _document ??= JsonDocument.Parse(Checked(), new JsonDocumentOptions { MaxDepth = MessageReading.MaxDepth });
        }
        catch (JsonException)
        {
            throw new MessageErrorException("$: expected JSON");
        }
    }

    /// <summary>The message as text.</summary>
    public string Text() => Encoding.UTF8.GetString(Content.Span);

    /// <summary>The message as a new array.</summary>
    public byte[] Bytes() => Content.ToArray();

    /// <summary>The message's bytes, valid until the method has ended.</summary>
    public ReadOnlyMemory<byte> Memory() => Content;

    private protected T Read<T>(ReadOnlyMemory<byte> json, string path, string[]? passed = null)
    {
        var type = Reading.Of<T>();
        try
        {
            // A method with a message parameter is never called with null.
            return type.Read(json, passed) is { } value
                ? value
                : throw new MessageErrorException(JsonMisfit.Describe(json, null, type.Contract, path));
        }
        catch (JsonException misfit)
        {
            throw new MessageErrorException(JsonMisfit.Describe(json, misfit, type.Contract, path));
        }
        // NotSupportedException: the type's contract cannot be built, which is the program's fault. Any other exception of a constructor, a
        // setter or a converter is caused by the message's values.
        catch (Exception thrown) when (Passed is not null && thrown is not (NotSupportedException or SocketErrorException or OperationCanceledException))
        {
            throw new MessageErrorException($"{path}: expected another value", thrown: thrown);
        }
    }

    // Content that is kept as JSON is checked only here, since it may contain half of a surrogate pair, which is not valid text.
    private ReadOnlyMemory<byte> Checked()
        => JsonText.IsUnicode(Content.Span) || new JsonWalk(Content.Span, null, null).FindHalfCharacter() is not var (path, expected)
            ? Content : throw new MessageErrorException($"{path}: expected {expected}");

    /// <summary>Disposes the document. Called when the method has really ended.</summary>
    private protected void DisposeDocument()
    {
        _document?.Dispose();
        (_document, ReadMessage) = (null, null);
    }
}
