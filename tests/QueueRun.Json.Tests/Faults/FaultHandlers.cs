namespace QueueRun.Json.Tests;

/// <summary>The handlers of the server that must never blame itself: parameters of every kind, and types that are easily misused.</summary>
internal static class FaultHandlers
{
    public const string Source = """
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;
        namespace Faults;

        [JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), "square")] internal abstract record Shape(string? Name);
        internal sealed record Circle(string? Name, double R) : Shape(Name);
        [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] internal sealed record Square(string? Name, [property: JsonRequired] int Side) : Shape(Name);
        [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind"), JsonDerivedType(typeof(Derived), "derived")] internal class Base { public int A { get; set; } }
        internal sealed class Derived : Base { public int B { get; set; } }
        internal sealed record Drawing(Shape Main, Shape[] More, Dictionary<string, Base>? Named);

        [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] internal sealed record Strict(int A);
        [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] internal sealed record StrictListed(int A);
        [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] internal readonly record struct StrictValue(int A);
        internal sealed record Rest(int A) { [JsonExtensionData] public Dictionary<string, JsonElement>? More { get; set; } }
        [JsonSerializable(typeof(StrictListed)), JsonSerializable(typeof(Listed))] internal sealed partial class Json : JsonSerializerContext;
        internal sealed record Listed(double D, JsonNode? N, Shape? S);

        internal sealed record Kept(JsonElement E, JsonNode? N, JsonObject? O, JsonArray? L, JsonValue? V, object? Any, JsonDocument? D);
        internal sealed record Numbers(double A, float B, double? C, Half D, decimal E, double[]? F, Dictionary<string, float>? G, [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double H);

        internal sealed class Guarded
        {
            public int Age { get; set => field = value < 0 ? throw new ArgumentException("secret reason") : value; }
            public string? Text { get; set => field = value!.Trim(); }
        }

        internal static class Back
        {
            [SocketHandler("t=shape")] internal static async Task A([FromMessage] Shape data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("t=shapes/[shapes]")] internal static async Task B(Shape[] shapes, ISocket socket) => await socket.SendAsync(shapes);
            [SocketHandler("t=shape/[shape]")] internal static async Task C(Shape shape, ISocket socket) => await socket.SendAsync(shape);
            [SocketHandler("t=drawing")] internal static async Task D([FromMessage] Drawing data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("t=base")] internal static async Task E([FromMessage] Base data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("t=strict/[room]")] internal static async Task F([FromMessage] Strict data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("t=listed")] internal static async Task G([FromMessage] StrictListed data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("t=rest")] internal static async Task H([FromMessage] Rest data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("t=object")] internal static async Task I([FromMessage] JsonObject data, ISocket socket) { Look.At(data); await socket.SendAsync(data); }
            [SocketHandler("t=node")] internal static async Task J([FromMessage] JsonNode data, ISocket socket) { Look.At(data); await socket.SendAsync(data); }
            [SocketHandler("t=element")] internal static async Task K(JsonElement data, ISocket socket) { Look.At(data); await socket.SendAsync(data); }
            [SocketHandler("t=document")] internal static async Task L(JsonDocument data, ISocket socket) { Look.At(data.RootElement); await socket.SendAsync(data); }
            [SocketHandler("t=kept")] internal static async Task M([FromMessage] Kept data, ISocket socket) { Look.At(data.N); Look.At(data.O); Look.At(data.L); Look.At(data.V); await socket.SendAsync(data); }
            [SocketHandler("t=numbers")] internal static async Task N([FromMessage] Numbers data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("t=more")] internal static async Task O([FromMessage] Listed data, ISocket socket) { Look.At(data.N); await socket.SendAsync(data); }
            [SocketHandler("t=guarded")] internal static async Task P([FromMessage] Guarded data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("t=text/[text]")] internal static async Task Q(string text, ISocket socket) => await socket.SendAsync(text);
            [SocketHandler("t=double/[value]")] internal static async Task R(double value, ISocket socket) => await socket.SendAsync(value);
            [SocketHandler("t=many/[a]/[b]/[c]/[d]")] internal static async Task S(JsonNode a, JsonElement b, float? c, DateTimeOffset d, SocketRequest request, CancellationToken token, ISocket socket)
            {
                Look.At(a);
                Look.At(b);
                await socket.SendAsync(new { a, b, c, d });
            }
            [SocketHandler("t=dictionary")] internal static async Task T([FromMessage] Dictionary<string, object> data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("t=value")] internal static async Task U([FromMessage] StrictValue? data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler] internal static async Task Else(JsonElement data, ISocket socket) { Look.At(data); await socket.SendAsync(data); }
            [SocketHandler] internal static string Text(string text) => "text";
        }

        internal static class Look
        {
            internal static void At(JsonNode? node)
            {
                switch (node)
                {
                    case JsonObject all: foreach (var (name, value) in all) { At(value); _ = all[name.ToUpperInvariant()]; } break;
                    case JsonArray all: foreach (var value in all) At(value); break;
                    case JsonValue value when value.GetValueKind() == JsonValueKind.String: _ = value.GetValue<string>(); break;
                }
                _ = node?.ToJsonString();
                _ = node?.DeepClone();
            }

            internal static void At(JsonElement element)
            {
                switch (element.ValueKind)
                {
                    case JsonValueKind.Object: foreach (var property in element.EnumerateObject()) { _ = property.Name; At(property.Value); } break;
                    case JsonValueKind.Array: foreach (var item in element.EnumerateArray()) At(item); break;
                    case JsonValueKind.String: _ = element.GetString(); break;
                }
            }
        }
        """;
}
