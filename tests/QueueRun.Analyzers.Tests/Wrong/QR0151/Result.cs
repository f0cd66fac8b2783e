// A stream of values that a converter writes
using System.Text.Json.Serialization;

[JsonConverter(typeof(TickConverter))] readonly record struct Tick(long At);

sealed class TickConverter : JsonConverter<Tick>
{
    public override Tick Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt64());
    public override void Write(Utf8JsonWriter writer, Tick value, JsonSerializerOptions options) => writer.WriteNumberValue(value.At);
}

static class Clock
{
    [SocketHandler("action=ticks")]
    internal static async IAsyncEnumerable<Tick> {|QR0151:Ticks|}()
    {
        await Task.Yield();
        yield return new(1);
    }
}
