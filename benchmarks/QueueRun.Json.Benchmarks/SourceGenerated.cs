using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Json.Benchmarks;

/// <summary>
/// The other side: System.Text.Json's source generator with QueueRun's options, metadata and serialization code both. The encoder is the JSON
/// writer's, because one in the options would switch the serialization code off.
/// </summary>
internal static partial class SourceGenerated
{
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Context.Default.GetTypeInfo(typeof(T))!;

    // Private, or QueueRun would use it in place of its own code.
    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Ping)), JsonSerializable(typeof(Typing)), JsonSerializable(typeof(CursorMoved)), JsonSerializable(typeof(ChatLine))]
    [JsonSerializable(typeof(Preferences)), JsonSerializable(typeof(Profile)), JsonSerializable(typeof(CardMoved)), JsonSerializable(typeof(Scores))]
    [JsonSerializable(typeof(Order)), JsonSerializable(typeof(ChatPage))]
    private sealed partial class Context : JsonSerializerContext;
}
