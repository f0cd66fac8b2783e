using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Analysis.Json;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>What JSON code cannot be emitted for, and what is said of it.</summary>
public class RefusalTests
{
    private const string Delegate = "'Action' is a delegate; leave it out with [JsonIgnore]";

    [Theory]
    [InlineData("record M(Action A);", "M.A: " + Delegate)]
    [InlineData("record M(A A); record A(List<B> Bs); record B(Dictionary<string, Action[]> C);", "M.A.Bs[].C[][]: " + Delegate)]
    [InlineData("record M((int, int) A);", "M.A: '(int, int)' is a value tuple, which is {} in JSON; use a record")]
    [InlineData("record M(dynamic A);", "M.A: its type is dynamic, so there is nothing to emit; give it a type")]
    [InlineData("record M(Task<int> A);", "M.A: 'Task<int>' is a task; await it, and use its result")]
    [InlineData("record M(IAsyncEnumerable<int> A);", "M.A: 'IAsyncEnumerable<int>' is a stream, which cannot be a value in JSON; collect it into a list first")]
    [InlineData("record M(Type A);", "M.A: 'Type' describes code, and System.Text.Json refuses it; leave it out with [JsonIgnore]")]
    [InlineData("record M(nint A);", "M.A: 'nint' is a native pointer; leave it out with [JsonIgnore]")]
    [InlineData("unsafe class M { public int* A { get; set; } }", "M.A: 'int*' is a pointer; leave it out with [JsonIgnore]")]
    [InlineData("class M { public Span<int> A => default; }", "M.A: 'Span<int>' is a ref struct; use an array or a list")]
    [InlineData("class M { private int a; public ref int A => ref a; }", "M.A: 'A' returns a reference; return the value")]
    [InlineData("record M(int[,] A);", "M.A: 'int[*,*]' has more than one dimension; use an array of arrays")]
    [InlineData("record M(ArrayList A);", "M.A: 'ArrayList' does not say what its elements are; use a generic collection, or list the type in a JsonSerializerContext")]
    [InlineData("record M(Dictionary<int[], int> A);", "M.A: 'int[]' cannot be the key of a dictionary in JSON; use string keys")]
    [InlineData("record M(Dictionary<K, int> A); [JsonConverter(typeof(C))] record K; class C : JsonConverter<K> { public override K? Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => null; public override void Write(System.Text.Json.Utf8JsonWriter w, K v, System.Text.Json.JsonSerializerOptions o) { } }",
        "M.A: 'K' cannot be the key of a dictionary in JSON; use string keys")]
    [InlineData("record M(int A, [property: JsonPropertyName(\"a\")] int B);", "M: 'A' and 'B' have the same name in JSON, 'a'; rename one of them with [JsonPropertyName]")]
    [InlineData("record M(int Ab, int AB);", "M: 'Ab' and 'AB' have the same name in JSON, 'ab'; rename one of them with [JsonPropertyName]")]
    [InlineData("class M { [JsonInclude] private int A { get; set; } }", "M.A: 'A' has [JsonInclude] but emitted code cannot reach it; make it internal")]
    [InlineData("class M { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int A { get; set; } }",
        "M.A: 'A' is never null, and has JsonIgnoreCondition.WhenWritingNull; use WhenWritingDefault, or make it nullable")]
    [InlineData("class M { [Obsolete(\"no\", true)] public int A { get; set; } }", "M.A: 'A' is obsolete, and using it is an error; leave it out with [JsonIgnore]")]
    [InlineData("file class M { }", "M: 'M' is file-local, and emitted code stands in another file; make it internal")]
    [InlineData("class M { public C A { get; set; } } [JsonConverter(typeof(C.Conv))] class C { private class Conv : JsonConverterFactory { public override bool CanConvert(Type t) => true; public override JsonConverter CreateConverter(Type t, JsonSerializerOptions o) => null!; } }",
        "M.A: 'C.Conv' is private; make it internal")]
    [InlineData("class M { [Own] public int A { get; set; } } class OwnAttribute : JsonConverterAttribute { public override JsonConverter? CreateConverter(Type type) => null; }",
        "M.A: [OwnAttribute] makes its converter at run time; name a converter class with a public parameterless constructor in [JsonConverter]")]
    [InlineData("[SocketMessage(\"x\")] class M : List<int> { }", "M: 'M' is a collection, and [SocketMessage] needs a JSON object; put the collection into a property")]
    [InlineData("[SocketMessage(\"x\")] [JsonDerivedType(typeof(N), \"n\")] class M { } class N : M { }",
        "M: 'M' has both [SocketMessage] and [JsonDerivedType], and both want to be the first property; put [SocketMessage] on the derived types")]
    public void It_can_be_neither_sent_nor_received(string code, string expected)
    {
        Assert.Equal(expected, Refusal(code, JsonUse.Sent));
        Assert.Equal(expected, Refusal(code, JsonUse.Received));
    }

    [Theory]
    [InlineData("class M { [JsonExtensionData] public List<int> A { get; set; } }", "M.A: 'List<int>' cannot hold what [JsonExtensionData] collects; use a Dictionary<string, JsonElement>")]
    [InlineData("class M { [JsonExtensionData] public Dictionary<string, string> A { get; set; } }", "M.A: 'Dictionary<string, string>' cannot hold what [JsonExtensionData] collects; use a Dictionary<string, JsonElement>")]
    [InlineData("class M { [JsonExtensionData] public Dictionary<string, object> A { get; set; } [JsonExtensionData] public Dictionary<string, object> B { get; set; } }", "M.A: 'A' and 'B' both have [JsonExtensionData]; keep one of them")]
    [InlineData("class M { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? A { get; set; } }", "M.A: 'A' has [JsonNumberHandling] and is no number; take the attribute away")]
    [InlineData("class M { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public List<bool?>? A { get; set; } }", "M.A: 'A' has [JsonNumberHandling] and is no number; take the attribute away")]
    [InlineData("[JsonDerivedType(typeof(int), \"n\")] class M;", "M: [JsonDerivedType] names 'int', which does not derive from 'M'; name a type that does")]
    [InlineData("[JsonDerivedType(typeof(N<>), \"n\")] class M; class N<T> : M;", "M: [JsonDerivedType] names 'N<>', which is an open generic type; name it with its arguments")]
    [InlineData("[JsonDerivedType(typeof(N), \"n\"), JsonDerivedType(typeof(N), \"o\")] class M; class N : M;", "M: [JsonDerivedType] names 'N' twice; keep one of them")]
    [InlineData("[JsonDerivedType(typeof(N), 1), JsonDerivedType(typeof(O), 1)] class M; class N : M; class O : M;", "M: two [JsonDerivedType] have the discriminator '1'; give each its own")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\"), JsonDerivedType(typeof(N), \"n\")] class M; class N : M { public int Kind { get; set; } }",
        "M: 'N.Kind' has the name of the property that tells derived types apart, 'kind'; rename one of them")]
    [InlineData("class M { [JsonConverter(typeof(C))] public string A { get; set; } } class C : JsonConverter<int> { public override int Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => 0; public override void Write(System.Text.Json.Utf8JsonWriter w, int v, System.Text.Json.JsonSerializerOptions o) { } }",
        "M.A: its converter 'C' converts 'int'; name a converter of 'string'")]
    [InlineData("interface IA { int X { get; } } interface IB { int X { get; } } interface M : IA, IB;", "M: 'X' and 'X' have the same name in JSON, 'x'; rename one of them with [JsonPropertyName]")]
    public void What_JsonSerializer_refuses_is_refused_when_it_is_compiled(string code, string expected)
    {
        using MemoryStream image = new();
        Assert.True(Compiled(code).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        var type = Assembly.Load(image.ToArray()).GetType("M")!;
        // Only options that can change no more look at a type.
        LoadedProgram.Reflected.MakeReadOnly();
        Assert.ThrowsAny<InvalidOperationException>(() => LoadedProgram.Reflected.GetTypeInfo(type));
        Assert.Equal(expected, Refusal(code, JsonUse.Sent));
    }

    [Theory]
    [InlineData("interface M { int A { get; } }", "M: 'M' is an interface and cannot be constructed")]
    [InlineData("abstract class M { }", "M: 'M' is abstract and cannot be constructed")]
    [InlineData("class M { private M() { } }", "M: 'M' has no public constructor")]
    [InlineData("class M { public M(int a) { } public M(string a) { } }", "M: 'M' has 2 constructors, and none is marked [JsonConstructor]")]
    [InlineData("class M { [JsonConstructor] public M() { } [JsonConstructor] public M(string a) { } }", "M: 'M' has more than one [JsonConstructor]")]
    [InlineData("class M { public M(int b) { } public int A => 1; }", "M: the parameter 'b' of the constructor of 'M' has no property of the same name and type")]
    [InlineData("class M { public M(in int a) { } public int A => 1; }", "M: the parameter 'a' of the constructor of 'M' has no property of the same name and type")]
    [InlineData("record M(IReadOnlySet<int> A);", "M.A: 'IReadOnlySet<int>' cannot be filled from JSON; use a List<T>, a Dictionary<TKey, TValue> or an array")]
    [InlineData("class M { [JsonRequired] public int A { get; } }", "M.A: 'A' is required and cannot be set; give it a setter or 'init'")]
    [InlineData("class M(int a) { [JsonRequired] public int A { get; } = a; }", "M.A: 'A' is required and cannot be set; give it a setter or 'init'")]
    [InlineData("class M { [JsonIgnore] public required int A { get; set; } }", "M.A: 'A' is required and never read; take one of the two away")]
    [InlineData("class M { [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public required int A { get; set; } }", "M.A: 'A' is required and never read; take one of the two away")]
    [InlineData("class M { [JsonIgnore, JsonRequired] public int A { get; set; } }", "M.A: 'A' is required and never read; take one of the two away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public int A { get; set; } }", "M.A: 'int' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public int[] A { get; set; } }", "M.A: 'int[]' cannot be populated; take [JsonObjectCreationHandling] away")]
    public void It_can_only_be_sent(string code, string expected)
    {
        Assert.Null(Refusal(code, JsonUse.Sent));
        Assert.StartsWith(expected, Refusal(code, JsonUse.Received), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class M { public IComparable A => 1; public IReadOnlySet<int>? B => null; }")]
    [InlineData("class M { private Action? A { get; set; } internal Action? B { get; set; } protected Action? C; public static Action? D { get; set; } public Action this[int i] => null!; }")]
    [InlineData("class M { public event Action? E { add { } remove { } } }")]
    public void What_is_never_read_or_written_does_not_matter(string code) => Assert.Null(Refusal(code, JsonUse.Received));

    [Fact]
    public void A_type_that_reaches_half_a_framework_is_a_mistake()
    {
        var chain = string.Concat(Enumerable.Range(0, 300).Select(i => $"record R{i}(R{i + 1} A);"));
        Assert.Contains("'M' reaches more than 300 types by here; send what the other side needs to know",
            Refusal($"record M(R0 A); {chain} record R300;", JsonUse.Sent), StringComparison.Ordinal);
    }

    private static string? Refusal(string code, JsonUse use)
    {
        var compilation = Compiled(code);
        var type = compilation.GlobalNamespace.GetTypeMembers().Single(type => type.Name == "M");
        return JsonShapes.Refusal(type, use, compilation)?.ToString();
    }

    private static CSharpCompilation Compiled(string code)
    {
        var compilation = TestCompilation.Create("using System.Collections; using System.Text.Json.Serialization;\n" + code);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }
}
