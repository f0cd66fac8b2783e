// A member's own converter, in the message that a handler takes
using System.Text.Json.Serialization;

record Order([property: JsonConverter(typeof(Cents))] decimal Total);

sealed class Cents : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetInt32() / 100m;
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue((int)(value * 100));
}

static class Shop { [SocketHandler("action=order")] internal static string Take(Order {|QR0151:data|}) => $"{data.Total}"; }
