namespace QueueRun.Json.Tests;

internal static partial class Shapes
{
    private static IEnumerable<Shape> Values =>
    [
        new("Bool", "bool", "true", "false"),
        new("Int", "int", "0", "int.MinValue", "int.MaxValue") { Json = ["1.5", "\"12\"", "99999999999", "1e2"] },
        new("IntNullable", "int?", "1", "null"),
        new("StringMember", "M", "new(\"plain\")", "new(null!)", "new(\"\")", "new(\"quote \\\" \\\\ <&> + 'é 👋 \\u2028 \\n \\u0001\")", "new(\"\\ud800\")")
        {
            Code = "record M(string Text);",
            Json = ["""{"text":1}""", """{"TEXT":"upper"}""", """{"text":"a","text":"b"}""", """{"text":"\u0041"}"""],
        },
        new("AllNumbers", "M", "new(1, 2, 3, 4, 5, 6, 7, 8, 1.5f, 2.5, 3.5m)",
            "new(byte.MaxValue, sbyte.MinValue, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue, long.MinValue, ulong.MaxValue, float.Epsilon, double.MaxValue, decimal.MinValue)",
            "new(0, 0, 0, 0, 0, 0, 0, 0, -0f, 1e-7, 1.10m)")
        {
            Code = "record M(byte A, sbyte B, short C, ushort D, int E, uint F, long G, ulong H, float I, double J, decimal K);",
            Json = ["""{"a":256}""", """{"b":-1,"c":"5","j":"1.5","k":1e3}"""],
        },
        new("NotANumber", "M", "new(double.NaN, 1)", "new(1, float.PositiveInfinity)") { Code = "record M(double A, float B);", Json = ["""{"a":"NaN"}"""] },
        new("BigNumbers", "M", "new((Half)1.5, Int128.MinValue, UInt128.MaxValue)") { Code = "record M(Half A, Int128 B, UInt128 C);" },
        new("Char", "M", "new('a', null)", "new('\\'', 'é')", "new('\\n', '\\ud800')") { Code = "record M(char A, char? B);", Json = ["""{"a":"ab"}""", """{"a":""}"""] },
        new("Times", "M",
            "new(new(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), new(2024, 2, 29, 1, 2, 3, 4, TimeSpan.FromHours(2)), new(2024, 2, 29), new(1, 2, 3, 4), new(1, 2, 3, 4, 5))",
            "new(default, default, default, default, default)", "new(DateTime.MaxValue, DateTimeOffset.MaxValue, DateOnly.MaxValue, TimeOnly.MaxValue, TimeSpan.MinValue)")
        {
            Code = "record M(DateTime A, DateTimeOffset B, DateOnly C, TimeOnly D, TimeSpan E);",
            Json = ["""{"a":"yesterday"}""", """{"a":"2024-01-02","b":"2024-01-02T03:04:05+01:00"}"""],
        },
        new("Identifiers", "M", "new(Guid.Parse(\"d2719b1e-6d2a-4f4e-9a3f-0d6b0b1a2c3d\"), new(\"https://example.org/a?b=c&d=é\"), new(1, 2, 3))", "new(default, null, null)")
        {
            Code = "record M(Guid A, Uri? B, Version? C);",
            Json = ["""{"a":"no guid"}""", """{"c":"1"}"""],
        },
        new("Bytes", "M", "new([1, 2, 250], new byte[] { 1, 255, 254 }, new byte[] { 4 })", "new(null, default, default)", "new([], Array.Empty<byte>(), default)")
        {
            Code = "record M(byte[]? A, Memory<byte> B, ReadOnlyMemory<byte> C);",
            Json = ["""{"a":"***"}"""],
        },
        new("Elements", "M",
            "new(JsonDocument.Parse(\"{\\\"a\\\":[1,\\\"<é>\\\"]}\").RootElement, JsonDocument.Parse(\"[1.50]\"), JsonNode.Parse(\"{\\\"x\\\":1}\"), new JsonObject { [\"k\"] = \"v\" }, new JsonArray(1, null), JsonValue.Create(3))",
            "new(JsonDocument.Parse(\"null\").RootElement, null, null, null, null, null)", "new(default, null, null, null, null, null)")
        {
            Code = "record M(JsonElement A, JsonDocument? B, JsonNode? C, JsonObject? D, JsonArray? E, JsonValue? F);",
            Json = ["""{"d":[]}"""],
        },
        new("Element", "JsonElement", "JsonDocument.Parse(\"[1,{}]\").RootElement"),
        new("Node", "JsonNode", "JsonNode.Parse(\"[1,{}]\")!"),
        new("Enums", "M", "new(Color.Green, Tiny.B, Big.Max, null, Flags.A | Flags.B)", "new((Color)77, default, default, Color.Red, default)")
        {
            Code = """
                enum Color { Red, Green } enum Tiny : byte { A, B = 255 } enum Big : ulong { Max = ulong.MaxValue } [Flags] enum Flags : short { A = 1, B = 2 }
                record M(Color A, Tiny B, Big C, Color? D, Flags E);
                """,
            Json = ["""{"a":"Green"}""", """{"a":1.5}"""],
        },
        new("Enum", "Color", "Color.Green", "(Color)(-1)") { Code = "enum Color : sbyte { Red, Green }" },
        new("StringEnums", "M", "new(Color.Green, Shade.Dark, Shade.Light, null)", "new((Color)77, default, (Shade)5, Color.Red)")
        {
            Code = """
                [JsonConverter(typeof(JsonStringEnumConverter<Color>))] enum Color { Red, Green }
                [JsonConverter(typeof(JsonStringEnumConverter))] enum Shade { Light, [JsonStringEnumMemberName("very dark")] Dark }
                record M(Color A, Shade B, Shade? C, Color? D);
                """,
            Json = ["""{"a":"green","b":"very dark"}""", """{"a":"blue"}""", """{"a":1}"""],
        },
        new("StringEnumMember", "M", "new(Color.Green, Color.Red)", "new(default, null)")
        {
            Code = """
                enum Color { Red, Green }
                record M([property: JsonConverter(typeof(JsonStringEnumConverter<Color>))] Color A, [property: JsonConverter(typeof(JsonStringEnumConverter))] Color? B);
                """,
        },
        new("Nullables", "M", "new(1, true, 1.5, 'c', DateTime.UnixEpoch, Guid.Empty, new P(1, 2))", "new(null, null, null, null, null, null, null)")
        {
            Code = "record struct P(int X, int Y); record M(int? A, bool? B, double? C, char? D, DateTime? E, Guid? F, P? G);",
            Json = ["""{"g":{"x":1}}"""],
        },
        new("ObjectMember", "M", "new(1)", "new(\"text\")", "new(null)", "new(new object())", "new(new Inner(3))", "new(true)", "new(1.5m)", "new(Guid.Empty)")
        {
            Code = "record Inner(int X); record M(object? A); static class More { static async Task Send(ISocket socket) => await socket.SendAsync(new Inner(1)); }",
        },
    ];
}
