namespace QueueRun.Json.Tests;

internal static partial class Shapes
{
    /// <summary>Rarely written types that System.Text.Json supports.</summary>
    private static IEnumerable<Shape> Unusual =>
    [
        new("HiddenGetters", "M", "new()", "new() { A = 2, B = null, D = 5, V = \"v\", S = new() { X = 7 } }")
        {
            Code = """
                class Base<T> { [JsonInclude] public T? V { protected get; set; } [JsonInclude] public virtual int W { private protected get; set; } = 9; }
                struct S { [JsonInclude] public int X { private get; set; } public int Y { get; set; } }
                class M : Base<string>
                {
                    [JsonInclude] public int A { private get; set; } = 1;
                    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? B { protected get; init; } = "b";
                    [JsonInclude, JsonPropertyName("sea")] internal int C { private get; set; } = 3;
                    public int D { private get; set; } = 4;
                    [JsonInclude] public S S { private get; set; }
                    public override int W { set => base.W = value; }
                }
                """,
            Json = ["""{"a":5,"b":"x","sea":6,"d":7,"v":"w","s":{"x":1,"y":2},"w":8}"""],
        },
        new("HiddenGetterOfParameter", "M", "new(1)") { Code = "class M(int a) { [JsonInclude] public int A { private get; set; } = a; public int Seen => A; }", Json = ["""{"a":5}"""] },
        // Attributes are UTF-8 in metadata: half of a surrogate pair is read as two U+FFFD.
        new("HalfNames", "M", "new() { A = 1, B = 2, C = 3, D = 4 }")
        {
            Code = """
                class M
                {
                    [JsonPropertyName("\ud83d")] public int A { get; set; }
                    [JsonPropertyName("a\udc00b")] public int B { get; set; }
                    [JsonPropertyName("👋\ud83d\ud83d")] public int C { get; set; }
                    [JsonPropertyName("\udc00\ud83d é")] public int D { get; set; }
                }
                """,
            Json = ["{\"\ufffd\ufffd\":5,\"a\ufffd\ufffdb\":6}", """{"\ud83d":1}"""],
        },
        new("EmojiEverywhere", "M", "new(\"👩‍👩‍👧 👋🏽\", '中', new() { [\"🔑\"] = [\"🇬🇧\", \"\\ud83d\", \"\\u001f\\u007f\\ue000\\uffff\"] }, new(\"https://example.org/👋\"))")
        {
            Code = "record M([property: JsonPropertyName(\"👋\")] string A, char B, Dictionary<string, string[]> C, Uri D);",
            Json = ["""{"👋":"\ud83d\udc4b","c":{"\ud83d\udd11":[]}}"""],
        },
        new("ConverterOfMembers", "Box", "new() { Inner = new(\"a\", [new(1)]) }", "new()")
        {
            Code = """
                record Leaf(int X); record Inner(string Name, Leaf[] Leaves);
                [JsonConverter(typeof(BoxConverter))] class Box { public Inner? Inner { get; set; } public Action? NotJson { get; set; } private HttpClient? _tool; public Box? Next { get; set; } }
                class BoxConverter : JsonConverter<Box>
                {
                    public override Box Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new() { Inner = JsonSerializer.Deserialize<Inner>(ref reader, options) };
                    public override void Write(Utf8JsonWriter writer, Box value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Inner, options);
                }
                """,
            Json = ["""{"name":"x","leaves":[{"x":2}]}"""],
        },
        new("ConverterOfArguments", "M", "new(new(new(1)), new(new Two(2)))", "new(null, new(null))")
        {
            Code = """
                record One(int X); record Two(int Y);
                [JsonConverter(typeof(MaybeFactory))] class Maybe<T>(T? value) where T : class { internal T? Kept() => value; }
                class MaybeFactory : JsonConverterFactory
                {
                    public override bool CanConvert(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Maybe<>);
                    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) => new MaybeConverter<One>();
                }
                class MaybeConverter<T> : JsonConverter<Maybe<T>> where T : class
                {
                    public override Maybe<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(JsonSerializer.Deserialize<T>(ref reader, options));
                    public override void Write(Utf8JsonWriter writer, Maybe<T> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Kept(), options);
                }
                [JsonConverter(typeof(WrapConverter<Two>))] class Wrap(object? value) { internal object? Kept() => value; }
                class WrapConverter<T> : JsonConverter<Wrap>
                {
                    public override Wrap Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(JsonSerializer.Deserialize<T>(ref reader, options));
                    public override void Write(Utf8JsonWriter writer, Wrap value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, (T?)value.Kept(), options);
                }
                record M(Maybe<One>? A, Wrap B);
                """,
            IsHandMade = true,
            Json = ["""{"a":{"x":3},"b":{"y":4}}"""],
        },
        new("SetterOrder", "M", "new(1)")
        {
            Code = """
                class M(int x)
                {
                    private string _log = "";
                    public int X { get; } = x;
                    public int A { get => 0; set => _log += $"a{value}"; }
                    public int B { get; set { field = value; _log += $"b{value}"; } }
                    public int C { get; set; }
                    public int D { get => 0; init => _log += $"d{value}c{C}"; }
                    public string Log => _log;
                }
                """,
            Json = ["""{"a":1,"b":2,"c":3,"d":4,"x":5}""", """{"d":4,"x":5,"c":3,"b":2,"a":1}""", """{"b":1,"a":2,"b":3}""", """{"c":1,"d":2,"c":3,"a":4}"""],
        },
        new("ConstantDefaults", "M", "new()")
        {
            Code = """
                record M([System.Runtime.InteropServices.Optional, System.Runtime.CompilerServices.DateTimeConstant(638000000000000000)] DateTime At,
                    [System.Runtime.InteropServices.Optional, System.Runtime.CompilerServices.DateTimeConstant(638000000000000000)] DateTime? Maybe,
                    [System.Runtime.InteropServices.Optional, System.Runtime.InteropServices.DefaultParameterValue(5)] int I,
                    [System.Runtime.InteropServices.Optional] int J,
                    [System.Runtime.InteropServices.Optional, System.Runtime.CompilerServices.DecimalConstant(1, 0, 0u, 0u, 15u)] decimal K,
                    decimal L = -2.5m, short N = -7, DayOfWeek Day = DayOfWeek.Friday, char C = '\'', string? Text = "\ud83d\"", float F = float.MinValue, double Nan = double.NegativeInfinity);
                """,
            IsHandMade = true,
            Json = ["""{"i":1,"nan":2}"""],
        },
        new("NullableBytes", "M", "new(null, new byte[] { 1, 2 })", "new(new byte[] { 3 }, null)") { Code = "record M(ReadOnlyMemory<byte>? A, Memory<byte>? B);", Json = ["""{"a":"AQI=","b":null}"""] },
    ];
}
