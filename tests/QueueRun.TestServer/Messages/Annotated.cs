using System.Text.Json;
using System.Text.Json.Serialization;

namespace QueueRun.TestServer;

/// <summary>System.Text.Json's attributes, as applications use them.</summary>
public class Annotated
{
    [JsonConstructor]
    public Annotated(int fromConstructor) => FromConstructor = fromConstructor;

    public Annotated() => FromConstructor = -1;

    [JsonPropertyName("renamed-é")]
    public string? Original { get; set; }

    [JsonIgnore]
    public string Ignored { get; set; } = "never seen";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotWhenNull { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NotWhenZero { get; set; }

    [JsonPropertyOrder(-1)]
    public int First { get; set; }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public long Big { get; set; }

#pragma warning disable CA1051 // That a field is honoured is what is tested.
    [JsonInclude]
    public int Field = 3;
#pragma warning restore CA1051

    [JsonConverter(typeof(UpperCase))]
    public string Loud { get; set; } = "";

    public int FromConstructor { get; }

    public virtual string Computed => $"{First}/{Big}";
}

/// <summary>Inherits members, and overrides one.</summary>
public sealed class AnnotatedMore : Annotated
{
    public required string Needed { get; set; }

    public override string Computed => "overridden";
}

/// <summary>Writes in capitals, and reads as it is.</summary>
public sealed class UpperCase : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToUpperInvariant());
}

/// <summary>Listed in a context of the application's own, which then serves it.</summary>
public sealed record Contextual(string Name, Shape Shape);

[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
public abstract record Shape;

public sealed record Circle(int Radius) : Shape;

public sealed record Square(int Side) : Shape;

[JsonSerializable(typeof(Contextual))]
internal sealed partial class TestContext : JsonSerializerContext;
