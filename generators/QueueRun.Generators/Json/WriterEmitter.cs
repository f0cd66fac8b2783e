using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Writes <c>MessageWriters</c>: direct calls of the JSON writer for every sent type.</summary>
internal sealed class WriterEmitter
{
    private const string Parameters = "JsonSerializerOptions options";

    private const string Kind = "Writers";

    private readonly SourceWriter _writer;
    private readonly Dictionary<string, JsonTypeModel> _types = [];
    private readonly HashSet<string> _recursive;
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private bool _hasExplainedExamples;

    private WriterEmitter(SourceWriter writer, MessagePart<WrittenType> part)
    {
        _writer = writer;
        // A type's own entry comes last, because it includes the members.
        foreach (var type in part.Types.SelectMany(type => type.Near).Concat(part.Types.Select(type => type.Type))) _types[type.Name] = type;
        _recursive = [.. part.Types.Where(type => type.IsRecursive).Select(type => type.Type.Name)];
    }

    /// <summary>Writes the writers of a part.</summary>
    public static EmittedPart<string> Emit(MessagePart<WrittenType> part, AssemblyFacts assembly)
    {
        var writer = Open(part.Purpose("Writes messages as JSON."), assembly, out var space);
        WriterEmitter emitter = new(writer, part);
        using (MessageFile.Class(writer, "internal static", "class MessageWriters", part.IsAll))
        {
            foreach (var type in part.Types) emitter.EmitType(type);
            if (part.IsAll) EmitNames(writer, emitter._names);
        }
        space.Dispose();
        return new(part.Types.Count > 0 ? new(part.HintName(Kind), writer.ToSourceText()) : null, emitter._names.ToEquatableArray());
    }

    /// <summary>Writes the names in JSON of all parts.</summary>
    public static EmittedFile EmitCommon(IEnumerable<string> names, AssemblyFacts assembly)
    {
        var writer = Open("The JSON names that the writers of messages share.", assembly, out var space);
        using (MessageFile.Class(writer, "internal static", "class MessageWriters", isAll: false, isFirst: true))
            EmitNames(writer, new(names, StringComparer.Ordinal));
        space.Dispose();
        return new(MessageParts.HintName(Kind), writer.ToSourceText());
    }

    private static SourceWriter Open(string purpose, AssemblyFacts assembly, out IDisposable space)
    {
        var writer = MessageFile.Open(purpose, assembly, out space);
        Emitted.Usings(writer, "QueueRun.Messaging.EmittedWriter", "QueueRun.Messaging.MessageName", "System.Text.Json.JsonEncodedText",
            "System.Text.Json.JsonSerializerOptions", "System.Text.Json.Utf8JsonWriter",
            "System.Text.Json.Serialization.Metadata.JsonMetadataServices");
        return writer;
    }

    private void EmitType(WrittenType written)
    {
        var type = written.Type;
        // A type with a discriminator has a method for its values only if it is also inside another message.
        var hasValue = WriterStatements.HasMethod(type) && (type.Discriminator is null || written.IsInside);
        if (written.IsMessage)
        {
            _writer.WriteLine($"/// <summary>Writes a message: <c>{Comment(type)}</c>.</summary>");
            if (!hasValue || !WriterStatements.IsMessageToo(type)) EmitRoot(type);
        }
        if (hasValue) EmitValue(type, written.IsMessage);
    }

    private void EmitRoot(JsonTypeModel type)
    {
        if (type.IsAnonymousInside)
        {
            EmitAnonymousRoot(type);
            return;
        }
        var head = $"internal static void {MessageNames.ForWriter(type.Name)}(Utf8JsonWriter writer, {type.Name} message, {Parameters})";
        if (type.Cases.Any(unionCase => _types[unionCase.Pattern].Discriminator is not null))
        {
            using (_writer.Block(head)) UnionWriter.EmitBody(_writer, type, name => _types[name].Discriminator is not null);
        }
        else if (type.Discriminator is not { } discriminator)
        {
            _writer.WriteLine($"{head} => {WriterStatements.Value(type, "message")}");
        }
        else if (type.NeedsSerializer)
        {
            _writer.WriteLine($"{head} => EmittedWriter.SerializeWith(writer, {Name(discriminator.Property)}, {Emitted.Literal(discriminator.Value)}, message, options);");
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

    // The interceptor cannot name T either; the example has the same type and recovers it.
    private void EmitAnonymousRoot(JsonTypeModel type)
    {
        ExplainExamples();
        _writer.WriteLine($"internal static void {MessageNames.ForWriter(type.Name)}<T>(Utf8JsonWriter writer, T message, {Parameters})");
        _writer.WriteLine($"    => {WriterStatements.Method(type)}(writer, {As("message", type)}, options);");
        _writer.WriteLine();
    }

    private void EmitValue(JsonTypeModel type, bool isRoot)
    {
        if (type is { IsAnonymousInside: true, Kind: not JsonKind.Anonymous }) EmitLike(type);
        var accessibility = isRoot && WriterStatements.IsMessageToo(type) ? "internal" : "private";
        using (_writer.Block($"{accessibility} static void {Signature(type)}"))
        {
            if (type.Kind == JsonKind.Anonymous)
            {
                ExplainExamples();
                _writer.WriteLine($"var value = {As("anonymous", type)};");
            }
            if (type.Kind == JsonKind.Nullable) EmitNullable(type);
            else EmitBody(type);
        }
        _writer.WriteLine();
    }

    private string As(string value, JsonTypeModel type) => $"EmittedWriter.As({value}, true ? default : {Example(type)})";

    private void ExplainExamples()
    {
        if (_hasExplainedExamples) return;
        _hasExplainedExamples = true;
        _writer.WriteLine("// Anonymous types have no names, but equal ones are one type: an unused example tells the compiler which.");
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
        var underlying = _types[type.Element!];
        _writer.WriteLine("if (!value.HasValue) writer.WriteNullValue();");
        _writer.WriteLine($"else {WriterStatements.Value(underlying, "value.GetValueOrDefault()")}");
    }

    private void EmitBody(JsonTypeModel type)
    {
        EmitNullCheck(type, "value");
        switch (type.Kind)
        {
            case JsonKind.Value:
                _writer.WriteLine($"JsonMetadataServices.{SerializerNames.Converter(type.Value!.Value)}.Write(writer, {MissingValues.Or(type.Name, "value")}, options);");
                break;
            case JsonKind.Collection:
                _writer.WriteLine("writer.WriteStartArray();");
                using (_writer.Block($"foreach (var item in {Enumerated(type)})"))
                {
                    EmitDepthCheck(type);
                    _writer.WriteLine(WriterStatements.Value(_types[type.Element!], "item"));
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
        var key = _types[type.Key!].Value!.Value;
        var element = _types[type.Element!];
        _writer.WriteLine("writer.WriteStartObject();");
        using (_writer.Block($"foreach (var pair in {Enumerated(type)})"))
        {
            EmitDepthCheck(type);
            if (key == JsonValueType.String)
            {
                WriterStatements.Named(_writer, "pair.Key", element, "pair.Value");
            }
            else
            {
                _writer.WriteLine($"JsonMetadataServices.{SerializerNames.Converter(key)}.WriteAsPropertyName(writer, pair.Key, options);");
                _writer.WriteLine(WriterStatements.Value(element, "pair.Value"));
            }
        }
        _writer.WriteLine("writer.WriteEndObject();");
    }

    // A class of the program may have an enumerator that differs from its interfaces'; the serializer uses the interfaces'.
    private static string Enumerated(JsonTypeModel type)
    {
        if (type.Collection is JsonCollectionKind.Memory or JsonCollectionKind.ReadOnlyMemory) return "value.Span";
        if (type.HasPlainEnumerator || type.IsAnonymousInside) return MissingValues.Or(type.Pattern ?? type.Name, "value");
        var item = type.Key is null ? type.Element : $"global::System.Collections.Generic.KeyValuePair<{type.Key}, {type.Element}>";
        return $"(global::System.Collections.Generic.IEnumerable<{item}>)value";
    }

    private void EmitMembers(JsonTypeModel type, string value)
    {
        var written = type.Members.Where(member => member.IsWritten).ToList();
        // The serializer checks the depth when it writes something, so an object of which nothing is written may be one level deeper.
        var mayBeEmpty = written.TrueForAll(MayBeLeftOut);
        if (!mayBeEmpty) EmitDepthCheck(type);
        foreach (var member in written)
        {
            var access = $"{(member.IsHidden ? $"(({member.DeclaringType}){value})" : value)}.{GeneratedNames.Escape(member.Name)}";
            var memberType = _types[member.Type];
            _names.Add(member.JsonName);
            if (!MayBeLeftOut(member))
            {
                WriterStatements.Property(_writer, member.JsonName, memberType, access);
                continue;
            }
            using (_writer.Block())
            {
                _writer.WriteLine($"var member = {access};");
                using (_writer.Block($"if ({(member.CanBeNull ? "member is not null" : "!EmittedWriter.IsDefault(member)")})"))
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

    private void EmitDepthCheck(JsonTypeModel type)
    {
        if (!_recursive.Contains(type.Name)) return;
        _writer.WriteLine("EmittedWriter.CheckDepth(writer, options);");
    }

    /// <summary>An expression of the type, which is compiled for its type only and never evaluated.</summary>
    private string Example(JsonTypeModel type)
    {
        if (!type.IsAnonymousInside) return $"default({type.Name})";
        if (type.Kind == JsonKind.Anonymous)
        {
            var members = type.Members.Select(member => $"{GeneratedNames.Escape(member.Name)} = {Example(_types[member.Type])}");
            return type.Members.Count == 0 ? "new { }" : $"new {{ {string.Join(", ", members)} }}";
        }
        var arguments = type.PatternArguments.Select(argument => Example(_types[argument]));
        return $"Like_{MessageNames.ForMethod(type.Name)}({string.Join(", ", arguments)})";
    }

    private void EmitLike(JsonTypeModel type)
    {
        var parameters = string.Join(", ", type.PatternArguments.Select((_, i) => $"T{i} example{i}"));
        _writer.WriteLine(
            $"private static {type.Pattern} Like_{MessageNames.ForMethod(type.Name)}<{TypeParameters(type)}>({parameters}) => default;");
        _writer.WriteLine();
    }

    private static void EmitNames(SourceWriter writer, SortedSet<string> names)
    {
        if (names.Count == 0) return;
        writer.WriteLine("""
            // A field that hot reload adds would stay uninitialized: with this attribute, the compiler creates a new class instead.
            [global::System.Runtime.CompilerServices.CreateNewOnMetadataUpdate]
            """);
        using (writer.Block("private static class Names"))
        {
            foreach (var name in names)
                writer.WriteLine($"internal static readonly JsonEncodedText {MessageNames.ForJsonName(name)} = MessageName.Encode({Emitted.Literal(name)});");
        }
    }

    private string Name(string jsonName)
    {
        _names.Add(jsonName);
        return "Names." + MessageNames.ForJsonName(jsonName);
    }

    /// <summary>A type's name in a comment.</summary>
    public static string Comment(JsonTypeModel type) => type.Name.Replace("global::", "").Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
