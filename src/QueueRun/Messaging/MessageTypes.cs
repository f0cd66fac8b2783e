using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>The message types of a program, from its modules.</summary>
internal sealed class MessageTypes
{
    /// <summary>The JSON contracts: the first resolver that knows a type decides.</summary>
    public List<IJsonTypeInfoResolver> Resolvers { get; } = [];

    /// <summary>The emitted writers of types that can be named, for sends that are not intercepted.</summary>
    public Dictionary<Type, MessageEncoder> Encoders { get; } = [];

    /// <summary>
    /// The emitted readers of received types, each a <see cref="MessageReader{T}"/>, with the contracts that it belongs to.
    /// </summary>
    public Dictionary<(Type Type, IJsonTypeInfoResolver Contracts), Delegate> Readers { get; } = [];
}
