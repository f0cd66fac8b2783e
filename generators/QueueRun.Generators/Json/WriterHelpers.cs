namespace QueueRun.Generators;

/// <summary>Methods of <c>MessageWriters</c> that are the same in every program, each emitted where it is needed.</summary>
internal static class WriterHelpers
{
    public const string As = """
        // An anonymous type has no name, but equal ones are one type: an example that is never built says which.
        private static TExample As<T, TExample>(T value, TExample example) => (TExample)(object)value;

        """;

    public const string Serialize = """
        private static void Serialize<T>(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
            => global::System.Text.Json.JsonSerializer.Serialize(
                writer, value, (global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));

        """;

    public const string IsDefault = """
        private static bool IsDefault<T>(T value) => global::System.Collections.Generic.EqualityComparer<T>.Default.Equals(value, default);

        """;

    public const string CheckDepth = """
        // A value that holds itself would be written until the stack is full.
        private static void CheckDepth(Utf8JsonWriter writer, JsonSerializerOptions options)
        {
            var limit = options.MaxDepth == 0 ? 64 : options.MaxDepth;
            if (writer.CurrentDepth >= limit)
                throw new global::System.Text.Json.JsonException($"The message is nested deeper than {limit} levels, or holds itself.");
        }

        """;

    public const string SerializeWith = """
        // Only the serializer can write the value: its properties are taken out again and stand behind the one that the message is known by.
        private static void SerializeWith<T>(Utf8JsonWriter writer, JsonEncodedText property, string name, T message, JsonSerializerOptions options)
        {
            var info = (global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
            using var document = global::System.Text.Json.JsonSerializer.SerializeToDocument(message, info);
            if (document.RootElement.ValueKind != global::System.Text.Json.JsonValueKind.Object)
            {
                document.RootElement.WriteTo(writer);
                return;
            }
            writer.WriteStartObject();
            writer.WriteString(property, name);
            foreach (var member in document.RootElement.EnumerateObject()) member.WriteTo(writer);
            writer.WriteEndObject();
        }

        """;
}
