using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QueueRun.Hosting;

namespace QueueRun.Messaging;

/// <summary>How what is received is read: looked up once a type.</summary>
internal sealed class MessageReading(ModuleBuilder module, JsonSerializerOptions options)
{
    private readonly ConcurrentDictionary<Type, object> _types = [];

    /// <summary>How values of a type are read.</summary>
    /// <exception cref="NotSupportedException">No module knows the type.</exception>
    public ReceivedType<T> Of<T>() => (ReceivedType<T>)(_types.TryGetValue(typeof(T), out var known) ? known : _types.GetOrAdd(typeof(T), _ => Find<T>()));

    private ReceivedType<T> Find<T>()
    {
        var contract = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        // Two modules may see one type differently: the one whose contract counts is the one whose reader does.
        var counts = module.Resolvers.Find(resolver => resolver.GetTypeInfo(typeof(T), options) is not null);
        return new(contract, module.Readers.GetValueOrDefault((typeof(T), counts!)) as MessageReader<T>);
    }
}

/// <summary>Reads values of one type: by emitted code where the JSON is as expected, else by the serializer.</summary>
/// <param name="contract">What the serializer knows of the type.</param>
/// <param name="read">The emitted reader; null where the type asks for something out of the ordinary, or its module has none.</param>
internal sealed class ReceivedType<T>(JsonTypeInfo<T> contract, MessageReader<T>? read)
{
    public JsonTypeInfo<T> Contract => contract;

    /// <exception cref="JsonException">The JSON does not fit.</exception>
    public T? Read(ReadOnlyMemory<byte> json)
        => TryRead(json.Span, out var value) ? value : JsonSerializer.Deserialize(json.Span, contract);

    /// <summary>Reads JSON that is as expected.</summary>
    public bool TryRead(ReadOnlySpan<byte> json, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (read is null) return false;

        try
        {
            // The same depth that the serializer allows.
            Utf8JsonReader reader = new(json);
            return reader.Read() && read(ref reader, contract.Options, out value) && !reader.Read();
        }
        // What the serializer would wrap, or say a path of: it comes to the same end, and says it. Anything else is the type's own exception.
        catch (Exception unusual) when (unusual is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            return false;
        }
    }
}
