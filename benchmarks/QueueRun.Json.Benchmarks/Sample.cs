using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QueueRun.Messaging;

namespace QueueRun.Json.Benchmarks;

/// <summary>A message, and the two ways in which it is written and read.</summary>
public abstract class Sample
{
    public abstract string Name { get; }

    /// <summary>The length of the message in JSON.</summary>
    public abstract int Length { get; }

    public abstract void WriteEmitted();

    public abstract void WriteSourceGenerated();

    public abstract object? ReadEmitted();

    public abstract object? ReadSourceGenerated();

    /// <summary>The same by the call that spares System.Text.Json from looking for the value's end first.</summary>
    public abstract object? ReadSourceGeneratedFromSpan();

    public override string ToString() => Name;
}

internal sealed class Sample<T> : Sample where T : class
{
    // Each side escapes as it does in a program: QueueRun by its own encoder, System.Text.Json by the one that escapes least.
    private static readonly ArrayBufferWriter<byte> s_output = new(64 * 1024);
    private static readonly Utf8JsonWriter s_emitted = new(s_output, MessageEncoding.WriterOptions);
    private static readonly Utf8JsonWriter s_sourceGenerated = new(s_output, MessageEncoding.WriterOptions with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly T _value;
    private readonly MessageWriter<T> _write;
    private readonly MessageReader<T> _read;
    private readonly JsonTypeInfo<T> _info = SourceGenerated.Of<T>();
    private readonly byte[] _json;

    public Sample(T value, MessageWriter<T> write, MessageReader<T> read)
    {
        (_value, _write, _read) = (value, write, read);
        WriteEmitted();
        _json = s_output.WrittenSpan.ToArray();

        // What is compared does the same, and by its fast way.
        WriteSourceGenerated();
        if (!JsonElement.DeepEquals(JsonElement.Parse(s_output.WrittenSpan), JsonElement.Parse(_json))) throw new InvalidOperationException($"{Name} is written in two ways.");
        if (ReadEmitted() is not T again) throw new InvalidOperationException($"The emitted reader does not take {Name}.");
        if (!JsonSerializer.SerializeToUtf8Bytes(again, _info).SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(value, _info)))
            throw new InvalidOperationException($"{Name} is read in two ways.");
    }

    public override string Name => typeof(T).Name;

    public override int Length => _json.Length;

    public override void WriteEmitted()
    {
        s_output.ResetWrittenCount();
        s_emitted.Reset();
        _write(s_emitted, _value, _info.Options);
        s_emitted.Flush();
    }

    public override void WriteSourceGenerated()
    {
        s_output.ResetWrittenCount();
        s_sourceGenerated.Reset();
        JsonSerializer.Serialize(s_sourceGenerated, _value, _info);
        s_sourceGenerated.Flush();
    }

    public override object? ReadEmitted()
    {
        Utf8JsonReader reader = new(_json);
        return reader.Read() && _read(ref reader, _info.Options, out var value) && !reader.Read() ? value : null;
    }

    public override object? ReadSourceGenerated()
    {
        Utf8JsonReader reader = new(_json);
        return JsonSerializer.Deserialize(ref reader, _info);
    }

    public override object? ReadSourceGeneratedFromSpan() => JsonSerializer.Deserialize(_json, _info);
}
