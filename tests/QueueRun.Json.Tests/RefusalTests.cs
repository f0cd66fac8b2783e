using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Analysis.Json;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>Types for which JSON code cannot be emitted, with the reported reasons.</summary>
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
    [InlineData("class M { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? A { get; set; } }", "M.A: 'A' has [JsonNumberHandling] but is not a number; remove the attribute")]
    [InlineData("class M { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public List<bool?>? A { get; set; } }", "M.A: 'A' has [JsonNumberHandling] but is not a number; remove the attribute")]
    [InlineData("[JsonDerivedType(typeof(int), \"n\")] class M;", "M: [JsonDerivedType] names 'int', which does not derive from 'M'; name a type that does")]
    [InlineData("[JsonDerivedType(typeof(N<>), \"n\")] class M; class N<T> : M;", "M: [JsonDerivedType] names 'N<>', which is an open generic type; name it with its arguments")]
    [InlineData("[JsonDerivedType(typeof(N), \"n\"), JsonDerivedType(typeof(N), \"o\")] class M; class N : M;", "M: [JsonDerivedType] names 'N' twice; keep one of them")]
    [InlineData("[JsonDerivedType(typeof(N), 1), JsonDerivedType(typeof(O), 1)] class M; class N : M; class O : M;", "M: two [JsonDerivedType] have the discriminator '1'; give each its own")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\"), JsonDerivedType(typeof(N), \"n\")] class M; class N : M { public int Kind { get; set; } }",
        "M: 'N.Kind' has the name of the property that tells derived types apart, 'kind'; rename one of them")]
    [InlineData("class M { [JsonConverter(typeof(C))] public string A { get; set; } } class C : JsonConverter<int> { public override int Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => 0; public override void Write(System.Text.Json.Utf8JsonWriter w, int v, System.Text.Json.JsonSerializerOptions o) { } }",
        "M.A: its converter 'C' converts 'int'; name a converter of 'string'")]
    [InlineData("interface IA { int X { get; } } interface IB { int X { get; } } interface M : IA, IB;", "M: 'X' and 'X' have the same name in JSON, 'x'; rename one of them with [JsonPropertyName]")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public int A { get; set; } }",
        "M.A: 'int' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public int[] A { get; set; } }",
        "M.A: 'int[]' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public string A { get; set; } }",
        "M.A: 'string' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public object A { get; set; } }",
        "M.A: 'object' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public DayOfWeek A { get; set; } }",
        "M.A: 'DayOfWeek' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public IEnumerable<int> A { get; set; } }",
        "M.A: 'IEnumerable<int>' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public IReadOnlyList<int> A { get; set; } }",
        "M.A: 'IReadOnlyList<int>' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public IReadOnlyDictionary<string, int> A { get; set; } }",
        "M.A: 'IReadOnlyDictionary<string, int>' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public System.Collections.Concurrent.ConcurrentBag<int> A { get; set; } }",
        "M.A: 'ConcurrentBag<int>' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public System.Collections.Immutable.ImmutableList<int> A { get; set; } }",
        "M.A: 'ImmutableList<int>' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public System.Text.Json.Nodes.JsonObject A { get; set; } }",
        "M.A: 'JsonObject' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public Memory<int> A { get; set; } }",
        "M.A: 'Memory<int>' cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public S A { get; } } struct S;",
        "M.A: 'A' is a copy, and cannot be populated without a setter; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public S A { get; private set; } } struct S;",
        "M.A: 'A' is a copy, and cannot be populated without a setter; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> A { set { } } }",
        "M.A: 'A' cannot be populated without a getter; take [JsonObjectCreationHandling] away")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public P A { get; set; } } [JsonDerivedType(typeof(Q), \"q\")] class P; class Q : P;",
        "M.A: 'P' is known only when its JSON is read, and cannot be populated; take [JsonObjectCreationHandling] away")]
    [InlineData("record M(int X) { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> A { get; } = []; }",
        "M.A: 'A' cannot be populated, because the constructor of 'M' has parameters; take [JsonObjectCreationHandling] away")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] record M(List<int> A);",
        "M.A: 'A' cannot be populated, because the constructor of 'M' has parameters; mark it [JsonObjectCreationHandling(JsonObjectCreationHandling.Replace)], or take [JsonObjectCreationHandling] away")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] class M : List<int>;",
        "M: 'M' has [JsonObjectCreationHandling], which is for the members of objects; remove the attribute")]
    [InlineData("class M { [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DateTimeKind A { get; set; } }",
        "M.A: its converter 'JsonStringEnumConverter<DayOfWeek>' converts 'DayOfWeek'; name a converter of 'DateTimeKind'")]
    [InlineData("class M { [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public List<DayOfWeek> A { get; set; } }",
        "M.A: its converter 'JsonStringEnumConverter<DayOfWeek>' converts 'DayOfWeek'; name a converter of 'List<DayOfWeek>'")]
    [InlineData("class M { [JsonConverter(typeof(Names))] public string A { get; set; } } class Names : JsonStringEnumConverter<DayOfWeek>;",
        "M.A: its converter 'Names' converts 'DayOfWeek'; name a converter of 'string'")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] enum M { A }",
        "M: its converter 'JsonStringEnumConverter<DayOfWeek>' converts 'DayOfWeek'; name a converter of 'M'")]
    [InlineData("class M { [JsonConverter(typeof(JsonStringEnumConverter))] public string A { get; set; } }",
        "M.A: its converter 'JsonStringEnumConverter' converts enums, but 'string' is not one; remove the converter")]
    [InlineData("class M { [JsonConverter(typeof(Random))] public string A { get; set; } }",
        "M.A: 'Random' is not a JsonConverter; name a converter class with a public parameterless constructor in [JsonConverter]")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString), JsonConverter(typeof(C))] class M; class C : JsonConverter<M> { public override M Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => null!; public override void Write(System.Text.Json.Utf8JsonWriter w, M v, System.Text.Json.JsonSerializerOptions o) { } }",
        "M: 'M' has [JsonNumberHandling] and a converter; remove one of the two")]
    [InlineData("[JsonDerivedType(typeof(N), \"n\"), JsonConverter(typeof(C))] class M; class N : M; class C : JsonConverter<M> { public override M Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => null!; public override void Write(System.Text.Json.Utf8JsonWriter w, M v, System.Text.Json.JsonSerializerOptions o) { } }",
        "M: 'M' has a converter of its own, which writes no discriminator; leave the discriminator out of [JsonDerivedType]")]
    [InlineData("class M { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public DayOfWeek A { get; set; } }",
        "M.A: 'A' has [JsonNumberHandling] but is not a number; remove the attribute")]
    [InlineData("class M { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public List<List<int>> A { get; set; } }",
        "M.A: 'A' has [JsonNumberHandling] but is not a number; remove the attribute")]
    [InlineData("class M { [JsonExtensionData] public required Dictionary<string, object> A { get; set; } }",
        "M.A: 'A' has [JsonExtensionData] and is required; remove one of the two")]
    [InlineData("record M([property: JsonExtensionData] Dictionary<string, object> A);",
        "M.A: 'A' has [JsonExtensionData], and is a parameter of the constructor; make it a property that the constructor does not set")]
    [InlineData("[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] class M { [JsonExtensionData] public Dictionary<string, object> A { get; set; } }",
        "M.A: 'A' collects what 'M' disallows with [JsonUnmappedMemberHandling]; remove one of the two")]
    [InlineData("class M { [JsonPropertyName(null!)] public int A { get; set; } }",
        "M.A: the name of 'A' in JSON is null; give it a name")]
    [InlineData("[JsonPolymorphic] class M;",
        "M: 'M' has [JsonPolymorphic] and names no derived type; name them with [JsonDerivedType]")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"$id\"), JsonDerivedType(typeof(N), \"n\")] class M; class N : M;",
        "M: the property '$id' cannot tell derived types apart: System.Text.Json reserves it; choose another name")]
    [InlineData("[JsonDerivedType(typeof(M), \"m\")] sealed class M;",
        "M: 'M' is sealed, and nothing can derive from it; remove [JsonDerivedType]")]
    [InlineData("[JsonDerivedType(typeof(N), \"n\")] class M; abstract class N : M;",
        "M: [JsonDerivedType] names 'N', which no value ever is; name the types that derive from it")]
    [InlineData("enum M { [JsonStringEnumMemberName(\" a\")] A }",
        "M: 'M.A' cannot be called ' a' in JSON; give it a name without white space around it, or commas")]
    [InlineData("[Flags] enum M { [JsonStringEnumMemberName(\"a,b\")] A }",
        "M: 'M.A' cannot be called 'a,b' in JSON; give it a name without white space around it, or commas")]
    [InlineData("class M(int a) { public int a { get; } = a; [JsonPropertyName(\"b\")] public int A { get; } = a; }",
        "M: 'a' and 'A' are both the parameter 'a' of the constructor; rename one of them")]
    public void What_JsonSerializer_refuses_is_refused_when_it_is_compiled(string code, string expected)
    {
        var refused = RefusedByJsonSerializer(code);
        Assert.True(refused is InvalidOperationException or NotSupportedException, refused?.ToString() ?? "JsonSerializer takes it.");
        Assert.Equal(expected, Refusal(code, JsonUse.Sent));
    }

    [Theory]
    [InlineData("[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] class M : List<int>;",
        "M: 'M' has [JsonUnmappedMemberHandling], which is for the members of objects; remove the attribute")]
    [InlineData("class M { [JsonExtensionData] public IReadOnlyDictionary<string, object> A { get; set; } }",
        "M.A: 'IReadOnlyDictionary<string, object>' cannot hold what [JsonExtensionData] collects; use a Dictionary<string, JsonElement>")]
    [InlineData("enum M { [JsonStringEnumMemberName(\"\")] A }",
        "M: 'M.A' cannot be called '' in JSON; give it a name without white space around it, or commas")]
    public void What_JsonSerializer_takes_from_NET_11_on_is_refused_on_both(string code, string expected)
    {
        Assert.Equal(Environment.Version.Major < 11, RefusedByJsonSerializer(code) is not null);
        Assert.Equal(expected, Refusal(code, JsonUse.Sent));
    }

    [Theory]
    [InlineData("interface M { int A { get; } }", "M: 'M' is an interface and cannot be constructed")]
    [InlineData("abstract class M { }", "M: 'M' is abstract and cannot be constructed")]
    [InlineData("[JsonDerivedType(typeof(N))] abstract class M; class N : M;", "M: 'M' is abstract and cannot be constructed; give each [JsonDerivedType] a discriminator")]
    [InlineData("class M { private M() { } }", "M: 'M' has no public constructor")]
    [InlineData("class M { public M(int a) { } public M(string a) { } }", "M: 'M' has 2 constructors, and none is marked [JsonConstructor]")]
    [InlineData("class M { [JsonConstructor] public M() { } [JsonConstructor] public M(string a) { } }", "M: 'M' has more than one [JsonConstructor]")]
    [InlineData("class M { public M(int b) { } public int A => 1; }", "M: the parameter 'b' of the constructor of 'M' has no property of the same name and type")]
    [InlineData("class M { public M(in int a) { } public int A => 1; }", "M: the parameter 'a' of the constructor of 'M' has no property of the same name and type")]
    [InlineData("record M(IReadOnlySet<int> A);", "M.A: 'IReadOnlySet<int>' cannot be filled from JSON; use a List<T>, a Dictionary<TKey, TValue> or an array")]
    [InlineData("class M { [JsonRequired] public int A { get; } }", "M.A: 'A' is required and cannot be set; give it a setter or 'init'")]
    [InlineData("class M(int a) { [JsonRequired] public int A { get; } = a; }", "M.A: 'A' is required and cannot be set; give it a setter or 'init'")]
    [InlineData("class M { [JsonIgnore] public required int A { get; set; } }", "M.A: 'A' is required and never read; remove one of the two")]
    [InlineData("class M { [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public required int A { get; set; } }", "M.A: 'A' is required and never read; remove one of the two")]
    [InlineData("class M { [JsonIgnore, JsonRequired] public int A { get; set; } }", "M.A: 'A' is required and never read; remove one of the two")]
    [InlineData("class M { [JsonExtensionData] public System.Collections.Immutable.ImmutableDictionary<string, object> A { get; set; } }", "M.A: 'ImmutableDictionary<string, object>' cannot collect anything; use a Dictionary<string, JsonElement>")]
    public void It_can_only_be_sent(string code, string expected)
    {
        Assert.Null(Refusal(code, JsonUse.Sent));
        Assert.StartsWith(expected, Refusal(code, JsonUse.Received), StringComparison.Ordinal);
    }

    /// <summary>System.Text.Json reads it, and writes JSON that it would not read.</summary>
    [Fact]
    public void A_JsonObject_of_extension_data_can_only_be_received()
    {
        const string Code = "class M { [JsonExtensionData] public System.Text.Json.Nodes.JsonObject A { get; set; } }";
        Assert.Equal(
            "M.A: 'A' has [JsonExtensionData] and is a JsonObject, which System.Text.Json writes as invalid JSON; use a Dictionary<string, JsonElement>",
            Refusal(Code, JsonUse.Sent));
        Assert.Null(Refusal(Code, JsonUse.Received));
    }

    // Types that resemble the above, and are accepted.
    [Theory]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate), JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public List<int> A { get; set; } = []; }")]
    [InlineData("record M(int X) { [JsonIgnore, JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> A { get; } = []; }")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] record M(int X) { public string? A { get; set; } public int[]? B { get; set; } public S C { get; } } struct S;")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] record M(int X) { [JsonObjectCreationHandling(JsonObjectCreationHandling.Replace)] public List<int> A { get; set; } = []; }")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public S? A { get; set; } [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public S B { get; init; } } struct S;")]
    [InlineData("class M { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public Stack<int> A { get; } = []; [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public ISet<int>? B { get; set; } }")]
    [InlineData("class M { [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? A { get; set; } [JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek? B { get; set; } }")]
    [InlineData("[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor), JsonDerivedType(typeof(N), \"n\")] class M; abstract class N : M;")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\"), JsonDerivedType(typeof(N), \"n\")] class M; class N : M { [JsonExtensionData] public Dictionary<string, object>? Kind { get; set; } }")]
    [InlineData("[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)] class M { [JsonExtensionData] public Dictionary<string, object>? A { get; set; } }")]
    [InlineData("enum M { [JsonStringEnumMemberName(\"a,b\")] A }")]
    [InlineData("class M(int a) { public int a { get; } = a; [JsonPropertyName(\"b\")] public string A { get; } = \"\"; }")]
    public void What_JsonSerializer_takes_is_taken(string code)
    {
        using MemoryStream image = new();
        Assert.True(Compiled(code).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        LoadedProgram.Reflected.MakeReadOnly();
        Assert.NotNull(LoadedProgram.Reflected.GetTypeInfo(Assembly.Load(image.ToArray()).GetType("M")!));
        Assert.Null(Refusal(code, JsonUse.Sent));
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

    private static Exception? RefusedByJsonSerializer(string code)
    {
        using MemoryStream image = new();
        Assert.True(Compiled(code).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        var type = Assembly.Load(image.ToArray()).GetType("M")!;
        // Only options that can no longer change resolve types.
        LoadedProgram.Reflected.MakeReadOnly();
        return Record.Exception(() => LoadedProgram.Reflected.GetTypeInfo(type));
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
