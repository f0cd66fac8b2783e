// What is known only at run time, in the forms that can be written and read
#pragma warning disable QR0151 // clients take what the converter writes for any JSON
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

class Open
{
    public string Name { get; set; } = "";
    [JsonExtensionData] public Dictionary<string, object>? Rest { get; set; }
    [JsonIgnore] public object? Tag { get; set; }
    [JsonConverter(typeof(AsNull))] public object? Secret { get; set; }
}

class AsNull : JsonConverter<object>
{
    public override object? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => null;
    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) => writer.WriteNullValue();
}

static class Echo
{
    [SocketHandler("a=1")] internal static JsonObject Node([FromMessage] JsonObject data) => data;
    [SocketHandler("a=2")] internal static Dictionary<string, JsonElement> Elements([FromMessage] Dictionary<string, JsonElement> data) => data;
    [SocketHandler("a=3")] internal static Open Extended([FromMessage] Open data) => data;
    [SocketHandler("a=4")] internal static Task Anonymous(ISocket socket) => socket.SendAsync(new { a = 1 }).AsTask();
    [SocketHandler("a=5")] internal static async IAsyncEnumerable<JsonNode?> Many()
    {
        await Task.Yield();
        yield return 1;
    }
}
