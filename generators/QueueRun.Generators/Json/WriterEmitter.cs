using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Writes <c>MessageWriters</c>: straight calls of the JSON writer for every type that is sent.</summary>
internal sealed class WriterEmitter
{
    private const string Parameters = "JsonSerializerOptions options";

    private readonly SourceWriter _writer;
    private readonly TypeGraph _graph;
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private bool _serializes;
    private bool _recurses;
    private bool _mergesDiscriminator;
    private bool _hasAnonymous;
    private bool _comparesDefault;

    private WriterEmitter(SourceWriter writer, TypeGraph graph)
    {
        _writer = writer;
        _graph = graph;
    }

    public static SourceWriter Emit(MessageModel model, AssemblyFacts assembly)
    {
        var writer = MessageFile.Open("Writes messages as JSON.", assembly, out var space);
        MessageFile.Usings(writer, "System.Text.Json.JsonEncodedText", "System.Text.Json.JsonSerializerOptions", "System.Text.Json.Utf8JsonWriter",
            "System.Text.Json.Serialization.Metadata.JsonMetadataServices");
        writer.WriteLine(Emitted.GeneratedCode);
        WriterEmitter emitter = new(writer, new(model.Types.ToDictionary(type => type.Name)));
        using (writer.Block("internal static class MessageWriters")) emitter.EmitAll(model);
        space.Dispose();
        return writer;
    }

    private void EmitAll(MessageModel model)
    {
        HashSet<string> roots = [.. model.Sent];
        // A discriminated type has a value method only where it also stands inside another message.
        HashSet<string> inside = [.. _graph.ReachWritten(model.Sent).SelectMany(_graph.WrittenInside)];
        inside.UnionWith(model.Sent.Where(_graph.IsRecursive));
        foreach (var name in _graph.ReachWritten(model.Sent))
        {
            if (roots.Contains(name)) EmitRoot(_graph[name]);
            if (WriterStatements.HasMethod(_graph[name])) EmitValue(_graph[name], inside.Contains(name));
        }
        EmitHelpers();
    }

    private void EmitRoot(JsonTypeModel type)
    {
        _writer.WriteLine($"/// <summary>Writes a message: <c>{Comment(type)}</c>.</summary>");
        if (type.IsAnonymousInside)
        {
            EmitAnonymousRoot(type);
            return;
        }
        var head = $"internal static void WriteMessage(Utf8JsonWriter writer, {type.Name} message, {Parameters})";
        if (type.Discriminator is not { } discriminator)
        {
            Track(type);
            _writer.WriteLine($"{head} => {WriterStatements.Value(type, "message")}");
        }
        else if (type.NeedsSerializer)
        {
            Track(type);
            _mergesDiscriminator = true;
            _writer.WriteLine($"{head} => SerializeWith(writer, {Name(discriminator.Property)}, {Emitted.Literal(discriminator.Value)}, message, options);");
        }
        else
        {
            using (_writer.Block(head))
            {
                EmitNullCheck(type, "message");
                _writer.WriteLine("writer.WriteStartObject();");
                _writer.WriteLine($"writer.WriteString({Name(discriminator.Property)}, {Emitted.Literal(discriminator.Value)});");
                EmitMembers(type, "message");
                _writer.WriteLine("writer.WriteEndObject();");
            }
        }
        _writer.WriteLine();
    }

    // Whoever intercepts the call cannot name T either; the example has the same type and recovers it.
    private void EmitAnonymousRoot(JsonTypeModel type)
    {
        var method = WriterStatements.Method(type);
        _hasAnonymous = true;
        var message = type.Kind == JsonKind.Anonymous ? "message" : $"As(message, true ? default : {Example(type)})";
        _writer.WriteLine(
            $"internal static void WriteMessage_{MessageNames.ForAnonymous(type.Name)}<T>(Utf8JsonWriter writer, T message, {Parameters})");
        _writer.WriteLine($"    => {method}(writer, {message}, options);");
        _writer.WriteLine();
    }

    private void EmitValue(JsonTypeModel type, bool isInside)
    {
        if (type.Discriminator is not null && !isInside) return;
        if (type is { IsAnonymousInside: true, Kind: not JsonKind.Anonymous }) EmitLike(type);
        using (_writer.Block($"private static void {Signature(type)}"))
        {
            if (type.Kind == JsonKind.Anonymous)
            {
                _hasAnonymous = true;
                _writer.WriteLine($"var value = As(anonymous, true ? default : {Example(type)});");
            }
            if (type.Kind == JsonKind.Nullable) EmitNullable(type);
            else EmitBody(type);
        }
        _writer.WriteLine();
    }

    private static string Signature(JsonTypeModel type)
    {
        var generic = type.IsAnonymousInside ? $"<{TypeParameters(type)}>" : "";
        var value = type.Kind == JsonKind.Anonymous ? "T0 anonymous" : $"{type.Pattern ?? type.Name} value";
        return $"{WriterStatements.Method(type)}{generic}(Utf8JsonWriter writer, {value}, {Parameters})";
    }

    private static string TypeParameters(JsonTypeModel type) => string.Join(", ", type.PatternArguments.Select((_, i) => $"T{i}"));

    private void EmitNullable(JsonTypeModel type)
    {
        var underlying = Track(_graph[type.Element!]);
        _writer.WriteLine("if (!value.HasValue) writer.WriteNullValue();");
        _writer.WriteLine($"else {WriterStatements.Value(underlying, "value.GetValueOrDefault()")}");
    }

    private void EmitBody(JsonTypeModel type)
    {
        EmitNullCheck(type, "value");
        switch (type.Kind)
        {
            case JsonKind.Value:
                _writer.WriteLine($"JsonMetadataServices.{type.Converter}.Write(writer, value, options);");
                break;
            case JsonKind.Collection:
                EmitDefaultCheck(type);
                _writer.WriteLine("writer.WriteStartArray();");
                using (_writer.Block($"foreach (var item in {Enumerated(type)})"))
                {
                    EmitDepthCheck(type);
                    _writer.WriteLine(WriterStatements.Value(Track(_graph[type.Element!]), "item"));
                }
                _writer.WriteLine("writer.WriteEndArray();");
                break;
            case JsonKind.Dictionary:
                EmitDictionary(type);
                break;
            default:
                _writer.WriteLine("writer.WriteStartObject();");
                EmitMembers(type, "value");
                _writer.WriteLine("writer.WriteEndObject();");
                break;
        }
    }

    private void EmitDictionary(JsonTypeModel type)
    {
        var key = _graph[type.Key!].Converter;
        var element = Track(_graph[type.Element!]);
        _writer.WriteLine("writer.WriteStartObject();");
        using (_writer.Block($"foreach (var pair in {Enumerated(type)})"))
        {
            EmitDepthCheck(type);
            if (key == "StringConverter")
            {
                WriterStatements.Named(_writer, "pair.Key", element, "pair.Value");
            }
            else
            {
                _writer.WriteLine($"JsonMetadataServices.{key}.WriteAsPropertyName(writer, pair.Key, options);");
                _writer.WriteLine(WriterStatements.Value(element, "pair.Value"));
            }
        }
        _writer.WriteLine("writer.WriteEndObject();");
    }

    // A class of the program may enumerate something else than its interfaces do; the serializer asks those.
    private static string Enumerated(JsonTypeModel type)
    {
        if (type.Factory is "CreateMemoryInfo" or "CreateReadOnlyMemoryInfo") return "value.Span";
        if (type.HasPlainEnumerator || type.IsAnonymousInside) return "value";
        var item = type.Key is null ? type.Element : $"global::System.Collections.Generic.KeyValuePair<{type.Key}, {type.Element}>";
        return $"(global::System.Collections.Generic.IEnumerable<{item}>)value";
    }

    private void EmitMembers(JsonTypeModel type, string value)
    {
        var written = type.Members.Where(TypeGraph.IsWritten).ToList();
        // The serializer looks how deep it is where it writes something: an object of which nothing is written may be one level deeper.
        var mayBeEmpty = written.TrueForAll(MayBeLeftOut);
        if (!mayBeEmpty) EmitDepthCheck(type);
        foreach (var member in written)
        {
            var access = $"{(member.IsHidden ? $"(({member.DeclaringType}){value})" : value)}.{GeneratedNames.Escape(member.Name)}";
            var memberType = Track(_graph[member.Type]);
            _names.Add(member.JsonName);
            if (!MayBeLeftOut(member))
            {
                WriterStatements.Property(_writer, member.JsonName, memberType, access);
                continue;
            }
            using (_writer.Block())
            {
                _writer.WriteLine($"var member = {access};");
                _comparesDefault |= !member.CanBeNull;
                using (_writer.Block($"if ({(member.CanBeNull ? "member is not null" : "!IsDefault(member)")})"))
                {
                    if (mayBeEmpty) EmitDepthCheck(type);
                    WriterStatements.Property(_writer, member.JsonName, memberType, "member");
                }
            }
        }
    }

    private static bool MayBeLeftOut(JsonMember member) => member.Ignore is JsonIgnore.WhenWritingNull or JsonIgnore.WhenWritingDefault;

    private void EmitNullCheck(JsonTypeModel type, string value)
    {
        if (type.IsValueType) return;
        using (_writer.Block($"if ({value} is null)"))
        {
            _writer.WriteLine("writer.WriteNullValue();");
            _writer.WriteLine("return;");
        }
    }

    // The serializer says so; its own enumerator would say that there is a null.
    private void EmitDefaultCheck(JsonTypeModel type)
    {
        if (type is not { IsValueType: true, Factory: "CreateImmutableEnumerableInfo" }) return;
        _writer.WriteLine("if (value.IsDefault) throw new global::System.InvalidOperationException(\"An ImmutableArray in the message was never given a value.\");");
    }

    private void EmitDepthCheck(JsonTypeModel type)
    {
        if (!_graph.IsRecursive(type.Name)) return;
        _recurses = true;
        _writer.WriteLine("CheckDepth(writer, options);");
    }

    /// <summary>An expression of the type that is compiled for its type and never evaluated.</summary>
    private string Example(JsonTypeModel type)
    {
        if (!type.IsAnonymousInside) return $"default({type.Name})";
        if (type.Kind == JsonKind.Anonymous)
        {
            var members = type.Members.Select(member => $"{GeneratedNames.Escape(member.Name)} = {Example(_graph[member.Type])}");
            return type.Members.Count == 0 ? "new { }" : $"new {{ {string.Join(", ", members)} }}";
        }
        var arguments = type.PatternArguments.Select(argument => Example(_graph[argument]));
        return $"Like_{MessageNames.ForAnonymous(type.Name)}({string.Join(", ", arguments)})";
    }

    private void EmitLike(JsonTypeModel type)
    {
        var parameters = string.Join(", ", type.PatternArguments.Select((_, i) => $"T{i} example{i}"));
        _writer.WriteLine(
            $"private static {type.Pattern} Like_{MessageNames.ForAnonymous(type.Name)}<{TypeParameters(type)}>({parameters}) => default;");
        _writer.WriteLine();
    }

    private void EmitHelpers()
    {
        if (_hasAnonymous) _writer.WriteLine(WriterHelpers.As);
        if (_serializes) _writer.WriteLine(WriterHelpers.Serialize);
        if (_mergesDiscriminator) _writer.WriteLine(WriterHelpers.SerializeWith);
        if (_comparesDefault) _writer.WriteLine(WriterHelpers.IsDefault);
        if (_recurses) _writer.WriteLine(WriterHelpers.CheckDepth);
        if (_names.Count == 0) return;
        _writer.WriteLine("""
            // A name that an edit adds while the program runs would never be given its value: then the compiler makes a new class instead.
            [global::System.Runtime.CompilerServices.CreateNewOnMetadataUpdate]
            """);
        using (_writer.Block("private static class Names"))
        {
            foreach (var name in _names)
                _writer.WriteLine($"internal static readonly JsonEncodedText {MessageNames.ForJsonName(name)} = Encode({Emitted.Literal(name)});");
            _writer.WriteLine("""

                private static JsonEncodedText Encode(string name)
                    => JsonEncodedText.Encode(name, global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
                """);
        }
    }

    private JsonTypeModel Track(JsonTypeModel type)
    {
        _serializes |= type.NeedsSerializer || type.Kind == JsonKind.Any;
        return type;
    }

    private string Name(string jsonName)
    {
        _names.Add(jsonName);
        return "Names." + MessageNames.ForJsonName(jsonName);
    }

    /// <summary>A type's name for a comment.</summary>
    public static string Comment(JsonTypeModel type) => type.Name.Replace("global::", "").Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
