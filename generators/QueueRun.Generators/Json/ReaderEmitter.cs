using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Writes <c>MessageReaders</c>: for every type that is received, code that reads it from JSON that is as expected. Such code only ever has to be
/// right where it says so: whatever else comes is read again by the serializer, which knows what to make of it, and what to say of it.
/// </summary>
internal sealed class ReaderEmitter
{
    private readonly SourceWriter _writer;
    private readonly ReadableTypes _types;
    private bool _deserializes;
    private bool _skips;

    private ReaderEmitter(SourceWriter writer, ReadableTypes types)
    {
        _writer = writer;
        _types = types;
    }

    public static SourceWriter Emit(ReadableTypes types, AssemblyFacts assembly)
    {
        var writer = MessageFile.Open("Reads messages from JSON that is as expected; anything else is read again by the serializer.", assembly, out var space);
        MessageFile.Usings(writer, "System.Text.Json.JsonSerializerOptions", "System.Text.Json.JsonTokenType", "System.Text.Json.Utf8JsonReader",
            "System.Text.Json.Serialization.Metadata.JsonMetadataServices");
        writer.WriteLine(Emitted.GeneratedCode);
        ReaderEmitter emitter = new(writer, types);
        using (writer.Block("internal static class MessageReaders")) emitter.EmitAll();
        space.Dispose();
        return writer;
    }

    private void EmitAll()
    {
        HashSet<string> roots = [.. _types.Roots];
        foreach (var type in _types.Reached.OrderBy(type => roots.Contains(type.Name) ? 0 : 1))
        {
            var isRoot = roots.Contains(type.Name);
            ReaderObject? reading = type.Kind == JsonKind.Object
                ? new(_writer, type, _types.Id(type.Name), slot => Read(slot.Type, $"out {slot.Local}")) : null;
            if (isRoot) _writer.WriteLine($"/// <summary>Reads a message: <c>{WriterEmitter.Comment(type)}</c>.</summary>");
            using (_writer.Block(
                $"{(isRoot ? "internal" : "private")} static bool {_types.Method(type.Name)}(ref Utf8JsonReader reader, JsonSerializerOptions options, out {type.Name} value)"))
            {
                if (reading is not null) reading.EmitBody();
                else EmitBody(type);
            }
            reading?.EmitAccessors();
            _skips |= reading is not null;
            _writer.WriteLine();
        }
        EmitHelpers();
    }

    private void EmitBody(JsonTypeModel type)
    {
        switch (type.Kind)
        {
            case JsonKind.Nullable:
                EmitNullable(type);
                break;
            case JsonKind.Collection:
                EmitCollection(type);
                break;
            case JsonKind.Dictionary:
                EmitDictionary(type);
                break;
            default:
                _writer.WriteLine(ReaderValues.Body(type)!);
                break;
        }
    }

    private void EmitNullable(JsonTypeModel type)
    {
        _writer.WriteLine("value = null;");
        _writer.WriteLine("if (reader.TokenType == JsonTokenType.Null) return true;");
        _writer.WriteLine($"if (!{Read(type.Element!, $"out {type.Element} some")}) return false;");
        _writer.WriteLine("value = some;");
        _writer.WriteLine("return true;");
    }

    private void EmitCollection(JsonTypeModel type)
    {
        EmitStart(type, "StartArray");
        _writer.WriteLine($"global::QueueRun.Messaging.ElementBuffer<{type.Element}> items = default;");
        using (_writer.Block("while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)"))
        {
            _writer.WriteLine($"if (!{Read(type.Element!, $"out {type.Element} item")}) return false;");
            _writer.WriteLine("items.Add(item);");
        }
        _writer.WriteLine($"value = {string.Format(System.Globalization.CultureInfo.InvariantCulture, ReadableTypes.Taking(type)!, "items")};");
        _writer.WriteLine("return true;");
    }

    private void EmitDictionary(JsonTypeModel type)
    {
        EmitStart(type, "StartObject");
        _writer.WriteLine($"global::QueueRun.Messaging.ElementBuffer<global::System.Collections.Generic.KeyValuePair<string, {type.Element}>> items = default;");
        using (_writer.Block("while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)"))
        {
            _writer.WriteLine("var key = reader.GetString();");
            _writer.WriteLine($"if (!reader.Read() || !{Read(type.Element!, $"out {type.Element} item")}) return false;");
            _writer.WriteLine("items.Add(new(key, item));");
        }
        _writer.WriteLine("value = global::QueueRun.Messaging.ElementBuffer.TakeDictionary(ref items);");
        _writer.WriteLine("return true;");
    }

    private void EmitStart(JsonTypeModel type, string token)
    {
        _writer.WriteLine("value = default;");
        _writer.WriteLine(
            $"if (reader.TokenType != JsonTokenType.{token}) return {(type.IsValueType ? "false" : "reader.TokenType == JsonTokenType.Null")};");
    }

    private string Read(string name, string target)
    {
        if (_types.IsDirect(_types[name])) return $"{_types.Method(name)}(ref reader, options, {target})";
        _deserializes = true;
        return $"TryDeserialize(ref reader, options, {target})";
    }

    private void EmitHelpers()
    {
        if (_deserializes)
        {
            _writer.WriteLine("""
                // What is the serializer's, it reads. If it cannot, it is asked again for the whole message.
                private static bool TryDeserialize<T>(ref Utf8JsonReader reader, JsonSerializerOptions options, out T value)
                {
                    var info = (global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
                    value = global::System.Text.Json.JsonSerializer.Deserialize(ref reader, info);
                    return true;
                }

                """);
        }
        if (!_skips) return;
        _writer.WriteLine("""
            // A property that comes twice is the serializer's business.
            private static bool IsNew(ref Utf8JsonReader reader, ref ulong seen, ulong bit)
            {
                if ((seen & bit) != 0) return false;
                seen |= bit;
                return reader.Read();
            }

            private static bool Is(global::System.ReadOnlySpan<byte> jsonName, global::System.ReadOnlySpan<byte> known)
                => global::System.MemoryExtensions.SequenceEqual(jsonName, known);

            // A name that is known when case is ignored is the serializer's business.
            private static bool IsNearly(global::System.ReadOnlySpan<byte> jsonName, global::System.ReadOnlySpan<byte> known)
                => global::System.Text.Ascii.EqualsIgnoreCase(jsonName, known);

            // And so is one that may be another than it looks: with escapes, or beyond ASCII, where case is no simple matter.
            private static bool IsPlain(global::System.ReadOnlySpan<byte> jsonName)
                => global::System.Text.Ascii.IsValid(jsonName) && !global::System.MemoryExtensions.Contains(jsonName, (byte)'\\');
            """);
    }
}
