// A converter's type inside a list of a marked type: reported once, at the type
using System.Text.Json.Serialization;

[JsonConverter(typeof(PointConverter))] record Point(int X, int Y);

sealed class PointConverter : JsonConverter<Point>
{
    public override Point Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt32(), 0);
    public override void Write(Utf8JsonWriter writer, Point value, JsonSerializerOptions options) => writer.WriteNumberValue(value.X);
}

[SocketMessage("drawn")] record {|QR0151:Drawn|}(List<Point> Points);

static class Board { [SocketHandler("action=draw")] internal static Drawn Draw() => new([new(1, 2)]); }
