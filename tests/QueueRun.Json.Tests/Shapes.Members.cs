namespace QueueRun.Json.Tests;

internal static partial class Shapes
{
    private static IEnumerable<Shape> Members =>
    [
        new("NullableNumbers", "M", "new(1, 2, 3, 4, 5, 6, 7, 8, 1.5f, 2.5m, (Half)1, 9, 10)", "new(null, null, null, null, null, null, null, null, null, null, null, null, null)")
        {
            Code = "record M(byte? A, sbyte? B, short? C, ushort? D, int? E, uint? F, long? G, ulong? H, float? I, decimal? J, Half? K, Int128? L, UInt128? M1);",
            Json = ["""{"a":null,"e":"5","k":1.5,"l":"7"}""", """{"b":200}"""],
        },
        new("NullableTimes", "M", "new(new(2024, 2, 29), new(1, 2), TimeSpan.Zero, DateTimeOffset.UnixEpoch)", "new(null, null, null, null)") { Code = "record M(DateOnly? A, TimeOnly? B, TimeSpan? C, DateTimeOffset? D);", Json = ["""{"a":"2024-02-29","b":"x"}""", """{"c":"1.00:00:00"}"""] },
        new("DateTimeKinds", "DateTime[]", "new[] { new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Local), new DateTime(2024, 1, 2, 3, 4, 5, 678, DateTimeKind.Unspecified), DateTime.MinValue }") { Json = ["""["2024-01-02T03:04:05.1234567Z","2024-01-02"]"""] },
        new("Uris", "Uri?[]", "new Uri?[] { new(\"a/b?c\", UriKind.Relative), new(\"HTTP://Example.org\"), null, new(\"mailto:a@b\") }") { Json = ["""["http://[","x y"]"""] },
        new("EnumSizes", "M", "new(A.Max, B.Min, C.Min, D.Max, E.Max, F.Min, G.Max)")
        {
            Code = "enum A : byte { Max = 255 } enum B : sbyte { Min = -128 } enum C : short { Min = short.MinValue } enum D : ushort { Max = ushort.MaxValue } enum E : uint { Max = uint.MaxValue } enum F : long { Min = long.MinValue } enum G : ulong { Max = ulong.MaxValue } record M(A A, B B, C C, D D, E E, F F, G G);",
            Json = ["""{"a":256}""", """{"f":-1,"g":-1}"""],
        },
        new("FlagNames", "M", "new(Rights.Read | Rights.Write, Rights.None, null)", "new(Rights.All, (Rights)16, Rights.Read)") { Code = "[Flags, JsonConverter(typeof(JsonStringEnumConverter<Rights>))] enum Rights { None = 0, Read = 1, [JsonStringEnumMemberName(\"can-write\")] Write = 2, Own = 4, All = 7 } record M(Rights A, Rights B, Rights? C);", Json = ["""{"a":"Read, can-write"}""", """{"a":"read,own"}""", """{"a":"fly"}"""] },
        new("EnumNamePolicy", "M", "new(Color.DarkGreen, [Color.Red])") { Code = "class Snake() : JsonStringEnumConverter<Color>(JsonNamingPolicy.SnakeCaseLower, false); enum Color { Red, DarkGreen } record M([property: JsonConverter(typeof(Snake))] Color A, List<Color> B);", Json = ["""{"a":"dark_green","b":[1]}""", """{"a":1}""", """{"b":["red"]}"""] },
        new("OddNames", "M", "new() { A = 1, B = 2, C = 3, D = 4, E = 5, F = 6, G = 7, H = 8 }")
        {
            Code = """
                class M
                {
                    [JsonPropertyName("")] public int A { get; set; }
                    [JsonPropertyName("$ref-like")] public int B { get; set; }
                    [JsonPropertyName("a.b/c d")] public int C { get; set; }
                    [JsonPropertyName("\"quoted\" \\ back")] public int D { get; set; }
                    [JsonPropertyName("line\nbreak\t\u0001")] public int E { get; set; }
                    [JsonPropertyName("👋 héllo 中")] public int F { get; set; }
                    [JsonPropertyName("&<>'+`\u2028")] public int G { get; set; }
                    [JsonPropertyName("*/ {0} \"\"\" //")] public int H { get; set; }
                }
                """,
            Json = ["""{"":7,"A.B/C D":8}"""],
        },
        new("MixedInit", "M", "new(1) { B = 2, C = 3, D = 4, E = 5 }") { Code = "record M(int A) { public required int B { get; init; } public int C { get; set; } = 6; public int D { get; init; } = 7; [JsonRequired] public int E { get; init; } public int F { get; } = 8; public int G { get; private set; } = 9; }", Json = ["""{"a":1,"b":2,"e":3}""", """{"a":1,"b":2}""", """{"b":2,"e":3,"d":4,"f":1,"g":1}"""] },
        new("RequiredNull", "M", "new() { A = null, B = null }") { Code = "class M { public required string? A { get; set; } public required int? B { get; init; } }", Json = ["""{"a":null,"b":null}""", """{"a":null}"""] },
        new("IncludedFields", "M", "new(3) { A = 1 }") { Code = "struct M(int c) { [JsonInclude] public int A; [JsonInclude, JsonPropertyName(\"bee\")] internal string? B; [JsonInclude] public readonly int C = c; public int D; }", Json = ["""{"a":1,"bee":"x","c":4,"d":5}"""] },
        new("ParameterOrder", "M", "new(1, \"b\", [3])") { Code = "class M(int a, string b, List<int>? c = null) { [JsonPropertyOrder(3)] public int A { get; } = a; public string B { get; } = b; [JsonPropertyOrder(-3), JsonPropertyName(\"sea\")] public List<int>? C { get; } = c; }", Json = ["""{"sea":[1],"a":2}""", """{"c":[1]}"""] },
        new("ParamsParameter", "M", "new(1, 2, 3)") { Code = "class M(int a, params int[] rest) { public int A { get; } = a; public int[] Rest { get; } = rest; }", Json = ["""{"a":1}""", """{"rest":[1,2]}"""] },
        new("RecordWithMethods", "M", "new(\"a\", 2)") { Code = "sealed record M(string Name, int Count) { public M(string name) : this(name, 0) { } public string Label => $\"{Name}:{Count}\"; public int Twice() => Count * 2; public override string ToString() => Label; [JsonConstructor] public M(int count, string name) : this(name, count) { } }", Json = ["""{"name":"x"}""", """{"count":3,"label":"no"}"""] },
        new("StructMembers", "M", "new() { A = new() { X = 1 }, B = new(2), C = null }") { Code = "struct P { public int X { get; set; } public P? Next => null; } readonly record struct Q(int Y); class M { public P A { get; set; } public Q B { get; init; } public Q? C { get; set; } }", Json = ["""{"a":{"x":2},"b":{"y":3},"c":{"y":4}}""", """{"a":null}""", """{"c":null}"""] },
        new("IgnoreByConstructor", "M", "new(1, null, 0)", "new(0, \"b\", 3)") { Code = "record M([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int A, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? B, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int C);", Json = ["""{"a":1,"b":"x","c":2}"""] },
        new("IgnoreOneWay", "M", "new() { A = 1, B = [1], C = 3 }") { Code = "class M { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] public required int A { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public List<int>? B { get; set; } = [9]; [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public int C { get; init; } = 8; }", Json = ["""{"a":1,"b":[5],"c":7}""", """{"b":"not read","a":1}"""] },
        new("IgnoreDefaults", "M", "new()", "new() { A = Color.Green, B = DateTime.UnixEpoch, C = new(1), D = [1], E = JsonDocument.Parse(\"1\").RootElement, F = 0, G = \"\" }")
        {
            Code = """
                enum Color { Red, Green } record struct P(int X);
                class M
                {
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public Color A { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public DateTime B { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public P? C { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public ImmutableArray<int> D { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public JsonElement E { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int? F { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public string? G { get; set; }
                }
                """,
        },
        new("UnmappedSkip", "M", "new()") { Code = "[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)] class M { public int A { get; set; } public Strict? B { get; set; } } [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] record Strict(int X, string? Y = null);", Json = ["""{"q":1,"b":{"x":1}}""", """{"b":{"x":1,"z":2}}"""] },
        new("NumberTexts", "M", "new(1, 2.5, [3], new() { [\"a\"] = 4 }, 5, new(6))") { Code = "[JsonNumberHandling(JsonNumberHandling.WriteAsString)] record M(int A, double B, List<long> C, Dictionary<string, byte> D, short? E, P F); record P(int X);", Json = ["""{"a":"1"}""", """{"a":1,"b":2,"c":[3],"d":{"x":4}}"""] },
        new("NamedNumbers", "M", "new() { A = float.NegativeInfinity, B = [double.NaN, 1], C = double.PositiveInfinity }") { Code = "[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] class M { public float A { get; set; } public double[]? B { get; set; } public double? C { get; set; } }", Json = ["""{"a":"NaN","b":["Infinity"],"c":"-Infinity"}""", """{"a":"1"}"""] },
        new("NumberedList", "Numbers", "new() { 1, 2 }") { Code = "[JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] class Numbers : List<int>;", Json = ["[1,\"2\"]"] },
        new("PopulateObjects", "M", "new()")
        {
            Code = """
                class M
                {
                    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public Inner A { get; } = new();
                    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public Dictionary<string, List<int>> B { get; set; } = new() { ["x"] = [1] };
                    [JsonObjectCreationHandling(JsonObjectCreationHandling.Replace)] public HashSet<int> C { get; set; } = [7];
                    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public P D { get; set; } = new() { X = 1, Y = 2 };
                    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public IList<int> E { get; init; } = new List<int> { 1 };
                }
                class Inner { public int X { get; set; } = 1; public int Y { get; set; } = 2; } struct P { public int X { get; set; } public int Y { get; set; } }
                """,
            Json = ["""{"a":{"x":9},"b":{"x":[2],"y":[3]},"c":[8],"d":{"x":9},"e":[2]}""", """{"a":null}"""],
        },
        new("CollectionConverter", "M", "new([1, 2], new() { [\"a\"] = 1 })", "new(null, null!)")
        {
            Code = """
                class Joined : JsonConverter<List<int>>
                {
                    public override List<int> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => [.. reader.GetString()!.Split('-').Select(int.Parse)];
                    public override void Write(Utf8JsonWriter writer, List<int> value, JsonSerializerOptions options) => writer.WriteStringValue(string.Join('-', value));
                }
                record M([property: JsonConverter(typeof(Joined))] List<int>? A, Dictionary<string, int> B);
                """,
            Json = ["""{"a":"3-4","b":{}}""", """{"a":[1]}"""],
        },
        new("NullConverter", "M", "new() { A = null, B = null }", "new() { A = \"x\", B = 3 }")
        {
            Code = """
                class Dash : JsonConverter<string?>
                {
                    public override bool HandleNull => true;
                    public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.Null ? "was null" : reader.GetString();
                    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value ?? "-");
                }
                class OrZero : JsonConverter<int?>
                {
                    public override bool HandleNull => true;
                    public override int? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.Null ? -1 : reader.GetInt32();
                    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => writer.WriteNumberValue(value ?? 0);
                }
                class M { [JsonConverter(typeof(Dash))] public string? A { get; set; } [JsonConverter(typeof(OrZero))] public int? B { get; set; } }
                """,
            Json = ["""{"a":null,"b":null}"""],
        },
        new("KeyConverter", "Dictionary<Id, int>", "new() { [new(1)] = 2 }")
        {
            Code = """
                [JsonConverter(typeof(IdConverter))] readonly record struct Id(int Value);
                class IdConverter : JsonConverter<Id>
                {
                    public override Id Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt32());
                    public override void Write(Utf8JsonWriter writer, Id value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
                    public override Id ReadAsPropertyName(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(int.Parse(reader.GetString()![3..]));
                    public override void WriteAsPropertyName(Utf8JsonWriter writer, Id value, JsonSerializerOptions options) => writer.WritePropertyName($"id-{value.Value}");
                }
                """,
            Json = ["""{"id-7":1}"""],
        },
        new("AllCallbacks", "M", "new() { A = 1 }")
        {
            Code = "record struct Inner(int X) : IJsonOnSerializing { public readonly void OnSerializing() { } } class M : IJsonOnSerializing, IJsonOnSerialized, IJsonOnDeserializing, IJsonOnDeserialized { public int A { get; set; } public Inner B { get; set; } public void OnSerializing() => A++; public void OnSerialized() => A--; public void OnDeserializing() => A = 100; public void OnDeserialized() => A += 1000; }",
            Json = ["""{}""", """{"a":5}"""],
        },
        new("AnonymousNested", "", "new { name = \"a\", inner = new { x = 1, list = new[] { new { y = 2.5m }, null! } } }") { IsAnonymous = true },
        new("AnonymousCollections", "", "new { rows = new[] { new { id = 1, tags = new[] { \"a\" } } }.ToList(), map = new Dictionary<string, int?> { [\"k\"] = null }, at = DateTime.UnixEpoch, color = DayOfWeek.Friday }") { IsAnonymous = true },
        new("AnonymousRootList", "", "new[] { new { kind = 'c', on = (bool?)true } }.ToList()") { IsAnonymous = true },
        new("AnonymousWithRecords", "", "new { P = new P(1) { Note = null }, Ps = new List<P> { new(2) }, Any = (object)\"x\", Json = JsonDocument.Parse(\"[1]\").RootElement }") { Code = "record P(int X) { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Note { get; init; } }", IsAnonymous = true },
    ];
}
