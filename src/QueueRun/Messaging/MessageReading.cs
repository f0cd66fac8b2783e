using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>The readers of received types. Each is looked up once per type.</summary>
internal sealed class MessageReading(MessageTypes types, JsonSerializerOptions options)
{
    /// <summary>The maximum nesting of a message.</summary>
    public const int MaxDepth = 64;

    private readonly ConcurrentDictionary<Type, object> _types = [];

    /// <summary>The reader of a type.</summary>
    /// <exception cref="NotSupportedException">No module knows the type.</exception>
    public ReceivedType<T> Of<T>() => (ReceivedType<T>)(_types.TryGetValue(typeof(T), out var known) ? known : _types.GetOrAdd(typeof(T), _ => Find<T>()));

    /// <summary>The serializer's contract of a type.</summary>
    /// <exception cref="NotSupportedException">No module knows the type.</exception>
    public JsonTypeInfo ContractOf(Type type) => options.GetTypeInfo(type);

    private ReceivedType<T> Find<T>()
    {
        var contract = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        // Two modules may see one type differently: contract and reader must come from the same module.
        var counts = types.Resolvers.Find(resolver => resolver.GetTypeInfo(typeof(T), options) is not null);
        return new(contract, types.Readers.GetValueOrDefault((typeof(T), counts!)) as MessageReader<T>);
    }
}
