using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>Reads values of one type: by emitted code if the JSON has its usual form, otherwise by the serializer.</summary>
/// <param name="contract">The serializer's contract of the type.</param>
/// <param name="read">The emitted reader; null if the type needs unusual features, or its module has none.</param>
internal sealed class ReceivedType<T>(JsonTypeInfo<T> contract, MessageReader<T>? read)
{
    public JsonTypeInfo<T> Contract => contract;

    private readonly JsonDemands _demands = new(contract);

    /// <summary>Reads a value.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="passed">
    /// The names that the protocol reads from a client's message besides its own; null if the JSON is not a client's message.
    /// </param>
    /// <exception cref="JsonException">The JSON does not fit.</exception>
    public T? Read(ReadOnlyMemory<byte> json, string[]? passed = null)
    {
        json = _demands.Settle(json, passed);
        return TryRead(json.Span, out var value) ? value : Deserialize(json.Span);
    }

    // The serializer mostly reports the error in the JSON itself, but not if the JSON does not name the type of a value.
    private T? Deserialize(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, contract);
        }
        catch (Exception unreadable) when (unreadable is NotSupportedException or InvalidOperationException)
        {
            if (_demands.FindMisfit(json) is { } misfit) throw misfit;
            throw;
        }
    }

    /// <summary>Reads JSON in its usual form by the emitted reader; false if that is not possible.</summary>
    public bool TryRead(ReadOnlySpan<byte> json, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (read is null) return false;

        try
        {
            // The default depth is the serializer's.
            Utf8JsonReader reader = new(json);
            return reader.Read() && read(ref reader, contract.Options, out value) && !reader.Read();
        }
        // The serializer fails in the same way, and reports the path. Any other exception is the type's own.
        catch (Exception unusual) when (unusual is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            return false;
        }
    }
}
