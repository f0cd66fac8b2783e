namespace QueueRun.Json.Tests;

internal static partial class Shapes
{
    private static IEnumerable<Shape> Attributes =>
    [
        new("DerivedList", "Numbers", "new() { 1 }", "new More { 2 }")
        {
            Code = "[JsonDerivedType(typeof(Numbers), \"numbers\"), JsonDerivedType(typeof(More), \"more\")] class Numbers : List<int>; class More : Numbers;",
            Json = ["""{"$type":"more","$values":[1,2]}""", "[1]"],
        },
        new("PropertyName", "M", "new(1, 2)") { Code = "record M([property: JsonPropertyName(\"the name <é>\")] int A, [property: JsonPropertyName(\"B\")] int B);", Json = ["""{"the name <é>":5,"b":6}"""] },
        new("RequiredParameter", "M", "new(1) { B = 2 }") { Code = "record M([property: JsonRequired] int A) { public required int B { get; init; } }", Json = ["""{"a":5,"b":6}""", """{"a":5}""", """{"b":6}"""] },
        new("Ignore", "M", "new() { A = 1, B = 2, C = null, D = 0, E = 5, F = 6 }", "new() { C = \"c\", D = 4 }")
        {
            Code = """
                class M
                {
                    [JsonIgnore] public int A { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public int B { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? C { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int D { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] public int E { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public int F { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? G { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public string? H { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public Guid I { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public List<int>? J { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public P K { get; set; }
                }
                record struct P(int X);
                """,
            Json = ["""{"a":1,"b":2,"c":"3","d":4,"e":5,"f":6}"""],
        },
        new("IgnoredParameter", "M", "new(1, 2)") { Code = "record M(int A, [property: JsonIgnore] int B);", Json = ["""{"a":1,"b":2}"""] },
        new("IgnoredUnsupported", "M", "new()") { Code = "class M { public int A { get; set; } [JsonIgnore] public Type? B { get; set; } [JsonIgnore] public Action? C { get; set; } [JsonIgnore] public (int, int) D { get; set; } }" },
        new("IgnoredOverride", "M", "new()") { Code = "class Base { public virtual int A { get; set; } = 1; public int B { get; set; } } class M : Base { [JsonIgnore] public override int A { get; set; } [JsonIgnore] public new string? B { get; set; } }" },
        new("Order", "M", "new()") { Code = "class Base { [JsonPropertyOrder(-1)] public int Z { get; set; } public int Y { get; set; } } class M : Base { [JsonPropertyOrder(5)] public int A { get; set; } public int B { get; set; } [JsonPropertyOrder(-1)] public int C { get; set; } }" },
        new("TypeConverter", "M", "new(new(1), null, new Q(2), null)", "new(null!, new(3), default, new Q(4))")
        {
            Code = """
                [JsonConverter(typeof(PConverter))] record P(int X);
                [JsonConverter(typeof(QConverter))] record struct Q(int X);
                class PConverter : JsonConverter<P>
                {
                    public override P Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(int.Parse(reader.GetString()!));
                    public override void Write(Utf8JsonWriter writer, P value, JsonSerializerOptions options) => writer.WriteStringValue($"{value.X}");
                }
                class QConverter : JsonConverter<Q>
                {
                    public override Q Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt32());
                    public override void Write(Utf8JsonWriter writer, Q value, JsonSerializerOptions options) => writer.WriteNumberValue(value.X * 10);
                }
                record M(P A, P? B, Q C, Q? D);
                """,
            Json = ["""{"a":1}"""],
        },
        new("RootConverter", "P", "new(1)", "null!")
        {
            Code = """
                [JsonConverter(typeof(PConverter))] class P(int x) { public int X => x; }
                class PConverter : JsonConverter<P>
                {
                    public override bool HandleNull => true;
                    public override P Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) { reader.Skip(); return new(3); }
                    public override void Write(Utf8JsonWriter writer, P? value, JsonSerializerOptions options) => writer.WriteStringValue(value is null ? "nothing" : $"{value.X}");
                }
                """,
        },
        new("MemberConverter", "M", "new() { A = 1, B = 2, C = null }", "new() { C = 4 }")
        {
            Code = """
                class Hex : JsonConverter<int>
                {
                    public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => Convert.ToInt32(reader.GetString()!, 16);
                    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("x"));
                }
                class M { public int A { get; set; } [JsonConverter(typeof(Hex))] public int B { get; set; } [JsonConverter(typeof(Hex))] public int? C { get; set; } }
                """,
            Json = ["""{"b":"ff","c":"10"}""", """{"b":1}"""],
        },
        new("ConverterFactory", "M", "new(new(1), new(\"x\"))")
        {
            Code = """
                [JsonConverter(typeof(Factory))] record Box<T>(T Value);
                class Factory : JsonConverterFactory
                {
                    public override bool CanConvert(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Box<>);
                    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) => type == typeof(Box<int>) ? new Of<int>() : new Of<string>();
                    class Of<T> : JsonConverter<Box<T>>
                    {
                        public override Box<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) { reader.Skip(); return new(default!); }
                        public override void Write(Utf8JsonWriter writer, Box<T> value, JsonSerializerOptions options) => writer.WriteStringValue($"box {value.Value}");
                    }
                }
                record M(Box<int> A, Box<string> B);
                """,
        },
        new("NumberHandling", "M", "new() { A = 1, B = double.NaN, C = 3, D = 4, E = [1] }")
        {
            Code = """
                class M
                {
                    [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public int A { get; set; }
                    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] public double B { get; set; }
                    public int C { get; set; }
                    [JsonNumberHandling(JsonNumberHandling.Strict)] public int D { get; set; }
                    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] public List<int>? E { get; set; }
                }
                """,
            Json = ["""{"a":"1","c":"1"}""", """{"d":"1"}""", """{"b":"NaN","a":2,"e":["5"]}"""],
        },
        new("TypeNumberHandling", "M", "new() { A = 1, B = new() { X = 2 } }") { Code = "[JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] class M { public int A { get; set; } public P? B { get; set; } } class P { public int X { get; set; } }" },
        new("StrictNumbers", "M", "new() { A = 1 }") { Code = "[JsonNumberHandling(JsonNumberHandling.Strict)] class M { public int A { get; set; } }", Json = ["""{"a":"1"}"""] },
        new("ExtensionData", "M", "new() { A = 1, Rest = new() { [\"x\"] = JsonDocument.Parse(\"[1]\").RootElement } }", "new()") { Code = "class M { public int A { get; set; } [JsonExtensionData] public Dictionary<string, JsonElement>? Rest { get; set; } }", Json = ["""{"a":1,"y":{"z":1},"q":null}"""] },
        new("ExtensionObjects", "M", "new() { Rest = new Dictionary<string, object> { [\"x\"] = \"s\" } }") { Code = "class M { [JsonExtensionData] public IDictionary<string, object>? Rest { get; set; } }", Json = ["""{"a":1,"y":{"z":1}}"""] },
        new("Unmapped", "M", "new()") { Code = "[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] class M { public int A { get; set; } }", Json = ["""{"b":1}"""] },
        new("Populate", "M", "new()") { Code = "class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> A { get; } = [1]; public List<int> B { get; set; } = [1]; }", Json = ["""{"a":[2],"b":[2]}"""] },
        new("PopulateType", "M", "new()") { Code = "[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] class M { public List<int> A { get; } = [1]; public Dictionary<string, int> B { get; } = new() { [\"a\"] = 1 }; }", Json = ["""{"a":[2],"b":{"c":2}}"""] },
        new("Polymorphic", "Animal", "new Cat { Name = \"c\", Lives = 9 }", "new Dog { Name = \"d\" }", "null!")
        {
            Code = """
                [JsonDerivedType(typeof(Cat), "cat"), JsonDerivedType(typeof(Dog), 7)] abstract class Animal { public string? Name { get; set; } }
                class Cat : Animal { public int Lives { get; set; } }
                class Dog : Animal { public Animal? Friend { get; set; } }
                """,
            Json = ["""{"$type":"cat","lives":3}""", """{"$type":7,"friend":{"$type":"cat"}}""", """{"$type":"cow"}""", """{"name":"x"}"""],
        },
        new("PolymorphicNamed", "M", "new([new Circle(1.5), new Square(2)])")
        {
            Code = """
                [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")] [JsonDerivedType(typeof(Circle), "circle")] [JsonDerivedType(typeof(Square), "square")] interface IShape;
                record Circle(double R) : IShape; record Square(int A) : IShape;
                record M(List<IShape> Shapes);
                """,
            Json = ["""{"shapes":[{"kind":"square","a":3}]}"""],
        },
        new("Callbacks", "M", "new()")
        {
            Code = """
                class M : IJsonOnSerializing, IJsonOnDeserialized
                {
                    public int A { get; set; }
                    public void OnSerializing() => A = 3;
                    public void OnDeserialized() => A += 10;
                }
                """,
        },
    ];
}
