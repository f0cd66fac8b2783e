using System.Collections.Immutable;
using System.Text.Json.Serialization;
using QueueRun;

[assembly: SocketJson(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]

namespace Every.Thing;

internal enum Mood { Calm, VeryBusy }

[SocketMessage("action", "order")]
internal sealed record Order(Guid Id, string Dish, Mood Mood, ImmutableArray<Line> Lines, Dictionary<string, decimal> Prices, int? Table)
{
    public required DateOnly Day { get; init; }

    [JsonPropertyName("nr"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int Number { get; init; }

    public Order Before { get; init; } = null!;
}

[method: JsonConstructor]
internal readonly record struct Line(string Name, bool Hot = true);

[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), 2)]
internal abstract record Shape(string Name);
internal sealed record Circle(string Name, double Radius) : Shape(Name);
internal sealed record Square(string Name, double Side) : Shape(Name);

internal sealed record Page<T>(IReadOnlyList<T> Items, int Next) where T : notnull;

internal sealed record Forecast(DateOnly Day, int Celsius);

[JsonSerializable(typeof(Forecast))]
internal sealed partial class AppJson : JsonSerializerContext;

internal sealed class Extras
{
    public object Anything { get; set; } = "";

    [JsonInclude]
    internal int Kept;

    [JsonExtensionData]
    public Dictionary<string, System.Text.Json.JsonElement> Rest { get; set; } = [];
}
