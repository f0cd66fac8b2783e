using System.ComponentModel;
using System.Text;
using System.Text.Json;
using QueueRun.Hosting;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>An emitted call that brings a message, or a job: what it holds, in the form that the method takes. Used by emitted code only.</summary>
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

    /// <summary>The message, read from JSON.</summary>
    public T Json<T>() => Read<T>(Content, "$");

    /// <summary>The message as a JSON element that outlives the call.</summary>
    public JsonElement Element()
    {
        try
        {
            var reader = new Utf8JsonReader(Content.Span, new JsonReaderOptions { MaxDepth = RouteTable.MaxDepth });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException) // of a job that was pushed as something else; a message is known to be JSON
        {
            throw new MessageErrorException("$: expected JSON");
        }
    }

    /// <summary>The message as a JSON document that is disposed after the call.</summary>
    public JsonDocument Document()
    {
        try
        {
            return _document ??= JsonDocument.Parse(Content, new JsonDocumentOptions { MaxDepth = RouteTable.MaxDepth });
        }
        catch (JsonException)
        {
            throw new MessageErrorException("$: expected JSON");
        }
    }

    /// <summary>The message as text.</summary>
    public string Text() => Encoding.UTF8.GetString(Content.Span);

    /// <summary>The message as an array of its own.</summary>
    public byte[] Bytes() => Content.ToArray();

    /// <summary>The message's bytes, valid until the method has ended.</summary>
    public ReadOnlyMemory<byte> Memory() => Content;

    private protected T Read<T>(ReadOnlyMemory<byte> json, string path)
    {
        var type = Reading.Of<T>();
        try
        {
            // A method that takes a message is not called with none.
            return type.Read(json) is { } value
                ? value
                : throw new MessageErrorException(JsonMisfit.Describe(json, null, type.Contract, path));
        }
        catch (JsonException misfit)
        {
            throw new MessageErrorException(JsonMisfit.Describe(json, misfit.Path, type.Contract, path));
        }
    }

    /// <summary>The method has really ended.</summary>
    private protected void DisposeDocument()
    {
        _document?.Dispose();
        _document = null;
    }
}
