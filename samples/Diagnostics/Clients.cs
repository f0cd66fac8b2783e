using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diagnostics;

static class Clients
{
    [SocketHandler("client=ask")]
    internal static int Ask() => 1;

    [SocketHandler("admin=all", Name = "ask")]
    internal static int AskToo() => 2;

    [SocketHandler("client=tell", Name = "tell-me")]
    internal static int Tell() => 3;

    [SocketHandler("client=coins")]
    internal static Coins Coins() => new(4);
}

[JsonConverter(typeof(CoinsConverter))]
record Coins(int Count);

sealed class CoinsConverter : JsonConverter<Coins>
{
    public override Coins Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, Coins value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Count);
}
