using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Writes <c>MessageReaders</c>: per received type, code that reads JSON in the expected form. Such code must be right only if it reports
/// success: otherwise the serializer reads the JSON again, and decides whether it is an error.
/// </summary>
internal sealed class ReaderEmitter
{
    private readonly SourceWriter _writer;
    private readonly Dictionary<string, string> _methods = [];

    private ReaderEmitter(SourceWriter writer, MessagePart<ReadType> part)
    {
        _writer = writer;
        foreach (var method in part.Types.SelectMany(type => type.Inside)) _methods[method.Type] = method.Method;
    }

    /// <summary>Writes the readers of a part.</summary>
    public static EmittedFile? Emit(MessagePart<ReadType> part, AssemblyFacts assembly)
    {
        if (!part.IsEmitted) return null;
        var writer = MessageFile.Open(
            part.Purpose("Reads messages from JSON in the expected form; the serializer reads any other JSON."), assembly, out var space);
        Emitted.Usings(writer, "QueueRun.Messaging.ElementBuffer", "QueueRun.Messaging.EmittedReader", "System.Text.Json.JsonSerializerOptions",
            "System.Text.Json.JsonTokenType", "System.Text.Json.Utf8JsonReader");
        ReaderEmitter emitter = new(writer, part);
        using (MessageFile.Class(writer, "internal static", "class MessageReaders", part.IsAll, part.IsFirst))
        {
            for (var i = 0; i < part.Types.Count; i++)
            {
                if (i > 0) writer.WriteLine();
                emitter.EmitReader(part.Types[i]);
            }
        }
        space.Dispose();
        return new(part.HintName("Readers"), writer.ToSourceText());
    }

    private void EmitReader(ReadType read)
    {
        var type = read.Type;
        ReaderObject? reading = type.Kind == JsonKind.Object
            ? new(_writer, type, read.Id, slot => Read(slot.Type, $"out {slot.Local}")) : null;
        if (read.IsMessage) _writer.WriteLine($"/// <summary>Reads a message: <c>{WriterEmitter.Comment(type)}</c>.</summary>");
        using (_writer.Block(
            $"{(read.IsMessage ? "internal" : "private")} static bool TryRead{read.Id}(ref Utf8JsonReader reader, JsonSerializerOptions options, out {type.Name} value)"))
        {
            if (reading is not null) reading.EmitBody();
            else EmitBody(type);
        }
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
                EmitEnum(type);
                break;
        }
    }

    private void EmitEnum(JsonTypeModel type)
    {
        _writer.WriteLine($"var isRead = {ReaderValues.OfEnum(type)}(ref reader, options, out var number);");
        _writer.WriteLine($"value = ({type.Name})number;");
        _writer.WriteLine("return isRead;");
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
        _writer.WriteLine("value = ElementBuffer.TakeDictionary(ref items);");
        _writer.WriteLine("return true;");
    }

    private void EmitStart(JsonTypeModel type, string token)
    {
        _writer.WriteLine("value = default;");
        _writer.WriteLine(
            $"if (reader.TokenType != JsonTokenType.{token}) return {(type.IsValueType ? "false" : "reader.TokenType == JsonTokenType.Null")};");
    }

    private string Read(string name, string target)
        => $"{(_methods.TryGetValue(name, out var method) ? method : "EmittedReader.TryDeserialize")}(ref reader, options, {target})";
}
