namespace QueueRun.Generators.Tests.Mutations;

/// <summary>Messages of every shape, received and sent.</summary>
internal static class MessageCorpus
{
    private const string Echo = """

        static class Echo { [SocketHandler("echo=1")] internal static M Back(M data) => data; }
        """;

    public static IReadOnlyDictionary<string, string> Programs { get; } = new Dictionary<string, string>
    {
        ["primitives"] = """
            record M(bool A, byte B, sbyte C, short D, ushort E, int F, uint G, long H, ulong I, float J, double K, decimal L, char N, string O,
                Guid P, DateTime Q, DateOnly R, TimeOnly S, TimeSpan T, Uri U, Version V, Half W, Int128 X, byte[] Y, DateTimeOffset? Z);
            """,
        ["collections"] = """
            using System.Collections.Concurrent;
            using System.Collections.Immutable;
            class M
            {
                public int[]? A { get; set; }
                public List<string> B { get; init; } = [];
                public IEnumerable<int> C { get; set; } = [];
                public ImmutableArray<int> D { get; set; }
                public Dictionary<int, Guid[]> E { get; } = [];
                public HashSet<DateOnly>? F { get; protected set; }
                public Queue<M> G { get; set; } = new();
                public ConcurrentDictionary<string, object?> H { get; set; } = new();
                public IReadOnlyDictionary<string, IReadOnlyList<M?>>? I { get; set; }
            }
            """,
        ["required and init"] = """
            using System.Diagnostics.CodeAnalysis;
            class M
            {
                [SetsRequiredMembers] public M(int count) => (Count, Name) = (count, "");
                public int Count { get; }
                public required string Name { get; init; }
                internal string? Hidden { get; private set; }
            }
            """,
        ["attributes"] = """
            using System.Text.Json.Serialization;
            [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
            class M
            {
                [JsonPropertyName("a b")] public int A { get; set; }
                [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? B { get; set; }
                [JsonPropertyOrder(-1), JsonRequired] public int C { get; set; }
                [JsonInclude] internal int D;
                [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public decimal E { get; set; }
                [JsonConstructor] public M(int a, string? b) => (A, B) = (a, b);
            }
            """,
        ["extension data"] = """
            using System.Text.Json.Nodes;
            using System.Text.Json.Serialization;
            class M
            {
                public JsonNode? Node { get; set; }
                public JsonElement Element { get; set; }
                [JsonExtensionData] public Dictionary<string, JsonElement>? Rest { get; set; }
            }
            """,
        ["polymorphism"] = """
            using System.Text.Json.Serialization;
            [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
            [JsonDerivedType(typeof(Circle), "circle")]
            [JsonDerivedType(typeof(Square), 2)]
            abstract record M(string Name);
            record Circle(string Name, double Radius) : M(Name);
            record Square(string Name, double Side) : M(Name) { public M[] Inner { get; init; } = []; }
            """,
        ["inheritance"] = """
            public abstract class Base<T> where T : struct
            {
                public T Id { get; set; }
                public virtual string? Name { get; set; }
            }
            public class M : Base<Guid>
            {
                public override string? Name { get; set; }
                public new int Id { get; set; }
                public M? Next { get; set; }
            }
            """,
        ["enums and converters"] = """
            using System.Text.Json.Serialization;
            [JsonConverter(typeof(JsonStringEnumConverter<Colour>))] enum Colour : byte { Red, Green = 4, [JsonStringEnumMemberName("b")] Blue }
            [Flags] enum Rights : ulong { None, Read = 1, Write = 1UL << 40 }
            sealed class Upper : JsonConverter<string>
            {
                public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetString();
                public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
            }
            record M(Colour Colour, Rights? Rights, [property: JsonConverter(typeof(Upper))] string Name, Dictionary<Colour, int> Counts);
            """,
        ["structs and fields"] = """
            using System.Text.Json.Serialization;
            readonly record struct Part(int X, int? Y);
            struct M
            {
                public Part A { get; set; }
                public Part? B { readonly get; set; }
                [JsonInclude] public Part[] C;
                public const int D = 1;
                public static int E { get; set; }
                public readonly int this[int i] => i;
            }
            """,
        ["a context of the program's own"] = """
            using System.Text.Json.Serialization;
            using System.Text.Json.Serialization.Metadata;
            record M(int A);
            [JsonSerializable(typeof(M))]
            partial class Context : JsonSerializerContext
            {
                public static Context Default { get; } = new(new JsonSerializerOptions());
                public Context() : base(null) {}
                public Context(JsonSerializerOptions options) : base(options) {}
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
            """,
        ["interfaces"] = """
            interface IShape { string Name { get; } }
            class M : IShape
            {
                public string Name { get; set; } = "";
                string IShape.Name => "x";
                public IShape? Other => null;
                public List<IShape> All => [];
            }
            """,
        ["obsolete and hidden members"] = """
            class M
            {
                [Obsolete("old")] public int Old { get; set; }
                public int Visible { get; private set; }
                protected int Hidden { get; set; }
                public event Action? Changed;
                public void Raise() => Changed?.Invoke();
            }
            """,
        ["members like keywords"] = """
            [SocketMessage("event", "m")]
            class M
            {
                public int @class { get; set; }
                public string? @event_ { get; set; }
                public M? @default { get; set; }
                public int Écrit { get; set; }
            }
            """,
    }.ToDictionary(program => program.Key, program => program.Value + Echo);
}
