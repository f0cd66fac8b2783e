// Messages with System.Text.Json's attributes
using System.Text.Json.Serialization;

[JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), "square")]
abstract record Shape([property: JsonPropertyName("n")] string Name);
record Circle(string Name, double Radius) : Shape(Name);
record Square(string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Side) : Shape(Name);
[JsonConverter(typeof(JsonStringEnumConverter<Colour>))] enum Colour { Red }
class Drawing
{
    public List<Shape> Shapes { get; set; } = [];
    [JsonInclude] internal Colour Colour;
    [JsonExtensionData] public Dictionary<string, JsonElement>? Rest { get; set; }
    [JsonIgnore] public Action? Changed { get; set; }
}
static class Drawings { [SocketHandler("type=draw")] internal static Drawing Draw(Drawing data) => data; }
